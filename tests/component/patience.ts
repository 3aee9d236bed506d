import { configure } from '@testing-library/preact';

// On a busy machine a screen may take longer than the second these tests would wait; a screen that never shows it still fails.
configure({ asyncUtilTimeout: 8000 });
