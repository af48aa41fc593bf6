"""What must be in order before an issue goes before the public: contents, pages, numbers, masthead, chronicle."""
