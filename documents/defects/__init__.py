"""What must be in order before a document goes before the public: rules over plain facts, and the ticks of editors."""
