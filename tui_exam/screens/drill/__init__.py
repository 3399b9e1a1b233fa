"""The screens of drilling: choosing, answering, practising one task, progress, the coach."""
