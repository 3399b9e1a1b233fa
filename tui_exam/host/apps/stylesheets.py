"""Style sheets parsed once per look, not once per session.

Parsing the program's style sheets takes a tenth of a second; with a room arriving at once
that would be most of the work. Parsed rules are never changed, only read, so apps of the
same look can share them. What they are shared by is their text and the look's variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, RulesMap, Styles
from textual.css.stylesheet import CssSource, Stylesheet
from textual.css.tokenizer import Token
from textual.css.types import CSSLocation
from textual.dom import DOMNode
from textual.widget import Widget

from ...widgets.lines import Lines
from .components import ComponentNode, Components, Remains

Source = tuple[str, CSSLocation, bool, int, str]
Place = tuple[object, ...]
_MOST = 2048
_MOST_STYLED = 20_000
_NOW = "_styled_by"
"""Where a node keeps what it was styled by last."""
# What a rule may ask of a node that its place (see `_place`) tells. Anything else, such as being
# the first child, is looked at each time.
_TOLD = frozenset(
    {
        "hover",
        "focus",
        "blur",
        "can-focus",
        "disabled",
        "enabled",
        "dark",
        "light",
        "ansi",
        "nocolor",
        "inline",
    }
)


@dataclass(frozen=True, slots=True)
class Styled:
    """The outcome of the rules for nodes at one place.

    Args:
        rules: As the style sheets have them.
        kept: As a node keeps them, in the library's own types. Others go by them as well, so
            whoever tried to change them in place would be refused.
    """

    rules: RulesMap
    kept: Mapping[str, Any]
    hover: bool


class Parsed:
    """What the apps of one process share: what has been parsed, and what is left of the closed."""

    def __init__(self) -> None:
        self.remains = Remains()
        self.serial = count(1)
        self.rules: dict[tuple[int, Source], list[RuleSet]] = {}
        self.sources: dict[CSSLocation, CssSource] = {}
        self.tokens: dict[int, dict[str, list[Token]]] = {}
        self.styled: dict[Place, Styled] = {}
        self.components: dict[Place, RenderStyles] = {}
        self.whole: dict[tuple[int, tuple[Source, ...]], _Whole] = {}

    def room(self) -> None:
        """Forget everything rather than grow without end."""
        if len(self.rules) + len(self.whole) > _MOST:
            self.rules.clear()
            self.whole.clear()
            self._forget_styled()
        if len(self.styled) > _MOST_STYLED:
            self._forget_styled()

    def _forget_styled(self) -> None:
        self.styled.clear()
        self.components.clear()


_Whole = tuple[list[RuleSet], dict[str, list[RuleSet]], int]


class SharedStylesheet(Stylesheet):
    """A style sheet that takes from `parsed` what another app of its look has parsed before."""

    def __init__(self, parsed: Parsed, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parsed = parsed
        # With every screen's rules there from the beginning, opening a screen for the first
        # time does not style all widgets of the app anew.
        self.source.update(parsed.sources)
        self._require_parse = bool(self.source)
        self._look = _look(variables)
        self._serial = 0

    def set_variables(self, variables: dict[str, str]) -> None:
        """As the stock one; another look has other rules."""
        super().set_variables(variables)
        self._look = _look(variables)

    @property
    def _variable_tokens(self) -> dict[str, list[Token]]:
        tokens = self._parsed.tokens.get(self._look)
        if tokens is None:
            tokens = self._parsed.tokens[self._look] = super()._variable_tokens
        return tokens

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._look, (css, read_from, is_default_rules, tie_breaker, scope))
        rules = self._parsed.rules.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            self._parsed.room()
            self._parsed.rules[key] = rules
        return rules

    def parse(self) -> None:
        """As the stock one, but the whole is taken over when it has been put together before."""
        key = (self._look, tuple(_source(at, css) for at, css in self.source.items()))
        whole = self._parsed.whole.get(key)
        if whole is None:
            super().parse()
            self._parsed.sources.update(self.source)
            whole = (self._rules, self.rules_map, next(self._parsed.serial))
            self._parsed.room()
            self._parsed.whole[key] = whole
        self._rules, self._rules_map, self._serial = whole
        self._require_parse = False

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None
    ) -> None:
        """As the stock one; what rules come to at a place is worked out once for all apps."""
        place = self._place(node)
        known = self._parsed.styled.get(place)
        if known is None or animate:
            node.__dict__.pop(_NOW, None)
            _let_go(node._css_styles)
            found: dict[Any, RulesMap] = {}
            super().apply(node, animate=animate, cache=found)
            if found and self._is_told(node):
                self._parsed.room()
                (rules,) = found.values()
                kept = MappingProxyType(dict(node._css_styles._rules))
                self._parsed.styled[place] = Styled(rules, kept, node._has_hover_style)
            return
        if node.__dict__.get(_NOW) is known:
            return
        if not isinstance(node, ComponentNode):
            node.__dict__[_NOW] = known
        node._has_hover_style = known.hover
        node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
        if node._is_mounted:
            self._change(node, known)
        else:
            _go_by(node._css_styles, known.kept)
            node._css_styles._updates += 1
            node.notify_style_update()
        self._process_component_classes(node)

    def _change(self, node: DOMNode, known: Styled) -> None:
        """What is on the screen is told by the stock way what has changed for it."""
        styles = node._css_styles
        _let_go(styles)
        self.replace_rules(node, known.rules)
        if styles._rules == known.kept:
            _go_by(styles, known.kept)

    def _process_component_classes(self, node: DOMNode) -> None:
        """As the stock one, with nodes that can only be styled, made when they are needed."""
        names = node._get_component_classes()
        if not names:
            return

        def made(name: str) -> RenderStyles:
            virtual = ComponentNode(name)
            virtual._attach(node)
            shared = self._parsed.components
            place = self._place(virtual)
            if place in shared:
                return shared[place]
            self.apply(virtual)
            # Others ask their components what lies behind them, too.
            if isinstance(node, Lines) and place in self._parsed.styled:
                shared[place] = virtual.styles
                virtual.is_shared = True
            return virtual.styles

        before, now = node._component_styles, Components(frozenset(names), made)
        node._component_styles = now
        if any(now[name] != styles for name, styles in before.items() if name in now):
            node.refresh()

    def _place(self, node: DOMNode) -> Place:
        """All that the rules in `_TOLD` can see of a node, itself and what is around it."""
        app = node.app
        _ = self.rules  # parsed by now, so that the serial is theirs
        path: list[object] = [
            self._serial, self._look, app.no_color, app.native_ansi_color,
            app.current_theme.dark, app.app_focus,
        ]  # fmt: skip
        for each in node.css_path_nodes:
            can_focus = isinstance(each, Widget) and each.can_focus
            path += (type(each), each._id, each.classes, each._pseudo_classes_cache_key, can_focus)
        return tuple(path)

    def _is_told(self, node: DOMNode) -> bool:
        rules_map = self.rules_map
        return all(
            rule.pseudo_classes <= _TOLD
            for name in rules_map.keys() & node._selector_names
            for rule in rules_map[name]
        )

    def reparse(self) -> None:
        """The stock one parses into a new, stock style sheet."""
        self.parse()


def _go_by(styles: Styles, rules: Mapping[str, Any]) -> None:
    styles._rules = rules  # type: ignore[assignment]
    styles.get_rule = rules.get
    styles.has_rule = rules.__contains__


def _let_go(styles: Styles) -> None:
    """Give styles rules of their own, which can be changed."""
    _go_by(styles, dict(styles._rules))


def _source(at: CSSLocation, css: CssSource) -> Source:
    return (css.content, at, css.is_defaults, css.tie_breaker, css.scope)


def _look(variables: dict[str, str]) -> int:
    return hash(frozenset(variables.items()))
