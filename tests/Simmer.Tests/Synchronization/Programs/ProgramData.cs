namespace Simmer.Tests.Synchronization.Programs;

// Written by generate.py with CPython 3.13.0: a program, then its trace.
internal static class ProgramData
{
    internal const string Lock = """
        0|!s c1 a s r c1|c3 a s c2 a s r|!c2 a s r r|!s s r
        2 1c3=True free; 2 1a locked; 2 2c2=True locked; 3 0s locked; 3 0c1=True locked; 3 1s=CancelledError locked; 3 1c2=True locked; 3 2a=CancelledError locked; 16 0a=CancelledError free; 16 1a=CancelledError free; 16 end free
        0|!a r a a s s r|!c0 a s r a
        2 0a locked; 2 0r free; 2 0a locked; 2 1c0=True locked; 3 0a=CancelledError locked; 16 1a=CancelledError free; 16 end free
        0|!r a s r s a c5|s s a s r|a a s s r a r|a r a s r s|a s r s a s s r|!c3 s c5 a r
        2 0r=RuntimeError free; 2 0a locked; 2 5c3=True locked; 3 0s locked; 3 0r free; 3 1s free; 3 3a=CancelledError free; 3 3r=RuntimeError free; 3 5s free; 3 5c5=True free; 4 2a locked; 4 0s locked; 4 1s locked; 4 5a=CancelledError locked; 16 0a=CancelledError free; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 4a=CancelledError free; 16 end free
        0|a a s a a|!c0 c0
        2 0a locked; 2 1c0=True locked; 2 1c0=True locked; 3 0a=CancelledError locked; 4 0s locked; 16 0a=CancelledError free; 16 end free
        0|a s r a s a r a|a s r a s s r|a r c5 a s a s r|!r c0|a s s r s|a a r c5 c1 c5
        2 0a locked; 2 3r free; 2 3c0=True free; 3 0s=CancelledError free; 3 0r=RuntimeError free; 3 1a locked; 4 1s locked; 4 1r free; 5 2a locked; 5 2r free; 5 2c5=True free; 6 4a locked; 6 5a=CancelledError locked; 7 4s locked; 8 4s locked; 8 4r free; 9 0a locked; 9 4s locked; 10 0s locked; 16 0a=CancelledError free; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|!a s r a|!s a s s r|r s c2 a r c1 a
        2 0a locked; 2 2r free; 3 0s free; 3 0r=RuntimeError free; 3 0a locked; 3 1s locked; 3 2s locked; 3 2c2=True locked; 4 2a=CancelledError locked; 4 2r free; 4 2c1=True free; 5 1a=CancelledError free; 6 2a locked; 15 end locked
        0|!r a s r|s a a|a s s r|!a r r c2 c4 r|!r a r s|c5 s a r s
        2 0r=RuntimeError free; 2 0a locked; 2 4r free; 2 5c5=True free; 3 0s free; 3 0r=RuntimeError free; 3 1s free; 3 2a locked; 3 5s=CancelledError locked; 4 2s locked; 5 2s locked; 5 2r free; 6 3a locked; 6 3r free; 6 3r=RuntimeError free; 6 3c2=False free; 6 3c4=True free; 6 3r=RuntimeError free; 7 4a=CancelledError free; 8 1a locked; 16 1a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|!a a s r|c1 s s c3 a a s r|s r s a r|a r a r s c0 s
        2 0a locked; 2 1c1=True locked; 3 1s=CancelledError locked; 3 2s locked; 3 2r free; 4 1s free; 4 1c3=True free; 4 0a locked; 4 2s locked; 5 3a=CancelledError locked; 5 3r free; 5 0s free; 5 0r=RuntimeError free; 6 1a locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 end free
        0|a s s r|!a r r c2|!a s r c4|!r a a s r|a a r a s r
        2 0a locked; 2 3r free; 3 0s free; 3 1a locked; 3 1r free; 3 1r=RuntimeError free; 3 1c2=True free; 4 0s free; 4 0r=RuntimeError free; 4 2a=CancelledError free; 5 3a locked; 16 3a=CancelledError free; 16 4a=CancelledError free; 16 end free
        0|r s c4|!a r a s s r|a c2 c4 a|s s c1 c5 a r|!r s a r|!c4 r s a r
        2 0r=RuntimeError free; 2 1a locked; 2 1r free; 2 1a locked; 2 4r free; 2 5c4=True free; 2 5r=RuntimeError free; 3 0s free; 3 0c4=True free; 3 1s free; 3 3s free; 3 2a locked; 3 2c2=True locked; 3 2c4=True locked; 3 4s=CancelledError locked; 3 5s locked; 4 1s locked; 4 1r free; 4 3s free; 4 3c1=False free; 4 3c5=True free; 4 3a locked; 4 3r free; 4 2a=CancelledError free; 5 5a=CancelledError free; 15 end free
        0|!s r a|r a a s r r|a a s s r|!s a s r|!c2 s a a r|r a r
        2 1r=RuntimeError free; 2 1a locked; 2 4c2=True locked; 2 5r free; 3 0s free; 3 0r=RuntimeError free; 3 3s free; 3 2a=CancelledError free; 3 4s free; 3 1a locked; 4 1s locked; 4 1r free; 4 1r=RuntimeError free; 5 5a locked; 5 5r free; 6 0a locked; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 4a=CancelledError free; 16 end free
        0|!a s r|!a s a s r c4|a r s|!a s s r|a r a s r a|c3 s a s s r
        2 0a locked; 2 5c3=True locked; 3 0s locked; 3 0r free; 3 3a=CancelledError free; 3 5s free; 4 1a locked; 5 1s locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 4a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|a r a a r|!a s s c2 a r|c1 s a s s r
        2 0a locked; 2 0r free; 2 0a locked; 2 2c1=True locked; 3 1a=CancelledError locked; 3 2s locked; 16 0a=CancelledError free; 16 2a=CancelledError free; 16 end free
        0|!a a s c2|a s s r|!c3 r a r|a r a r s|a s s r|a a s r a s r
        2 0a locked; 2 2c3=True locked; 2 2r free; 3 0a locked; 4 0s locked; 4 0c2=True locked; 5 2a=CancelledError locked; 16 1a=CancelledError free; 16 4a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|s c2 c0|a a a s s r|a s r a r|!c2 a a r
        2 1a locked; 2 3c2=True locked; 3 0s locked; 3 0c2=True locked; 3 0c0=True locked; 3 2a=CancelledError locked; 4 2s locked; 4 2r free; 5 1a locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 end free
        0|!c0 r|!a s r c3 c0|c0 c2 a s s r|a c3 a r a
        2 0c0=True free; 2 0r=RuntimeError free; 2 1a locked; 2 2c0=False locked; 2 2c2=True locked; 3 1s locked; 3 1r free; 3 1c3=True free; 3 1c0=False free; 3 2a=CancelledError free; 4 3a=CancelledError free; 4 3c3=True free; 4 3a locked; 4 3r free; 4 3a locked; 4 2s locked; 5 2s locked; 5 2r free; 15 end free
        0|a s r c0 a s r|a r c4|s a s a a s r|c1 a r s a s r|a a s r
        2 0a locked; 2 3c1=True locked; 3 0s locked; 3 0r free; 3 0c0=True free; 3 2s free; 3 1a=CancelledError free; 3 1r=RuntimeError free; 3 1c4=True free; 4 0a=CancelledError free; 4 3a locked; 4 3r free; 4 4a=CancelledError free; 5 0s free; 5 0r=RuntimeError free; 5 3s free; 5 2a locked; 6 2s locked; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 4a=CancelledError free; 16 end free
        0|a s r s a r c3 s|a a s r|r a s s r|!c2 r|s a a r r|s a s
        2 0a locked; 2 2r free; 2 3c2=True free; 2 3r=RuntimeError free; 3 0s free; 3 0r=RuntimeError free; 3 1a locked; 3 2a=CancelledError locked; 3 4s locked; 3 5s locked; 4 0s locked; 4 2s locked; 5 2s locked; 5 2r free; 6 1a locked; 7 1s locked; 7 1r free; 8 4a locked; 16 0a=CancelledError free; 16 4a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|!a c0 a s r|a s c2|!a s s|a s r c1 a r a r|a s r c1|!a s s r
        2 0a locked; 2 0c0=True locked; 3 0a=CancelledError locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 4a=CancelledError free; 16 5a=CancelledError free; 16 end free
        0|s a c3 c1 a s|s a s s r s|c4 r r s|a s r a c2|!c4 r r a r
        2 2c4=True free; 2 2r=RuntimeError free; 2 2r=RuntimeError free; 2 3a locked; 3 0s locked; 3 1s locked; 3 2s locked; 3 3s locked; 3 3r free; 4 0a locked; 4 0c3=True locked; 4 0c1=True locked; 5 3a=CancelledError locked; 5 3c2=False locked; 5 1a=CancelledError locked; 6 1s locked; 7 1s locked; 7 1r free; 8 0a locked; 8 1s locked; 9 0s locked; 15 end locked
        """;

    internal const string Semaphore = """
        0|c1 a s r c1|a c1 a a c3|!c2 a r|a s r a
        2 0c1=True 0 locked; 2 2c2=True 0 locked; 3 2a=CancelledError 0 locked; 16 0a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        0|a s r c0 a r|!a s r s a r|!a r s|!a r|!c0 s a s c2
        2 4c0=True 0 locked; 3 0a=CancelledError 0 locked; 3 4s 0 locked; 4 0s 0 locked; 4 0r 0 locked; 4 0c0=True 0 locked; 5 1a 0 locked; 5 0a=CancelledError 0 locked; 5 0r 0 locked; 6 1s 0 locked; 6 1r 0 locked; 6 2a 0 locked; 6 2r 0 locked; 7 3a 0 locked; 7 3r 1 locked; 7 1s 1 locked; 7 4a 0 locked; 7 2s 0 locked; 8 1a 0 locked; 8 1r 1; 8 4s 1; 8 4c2=False 1; 15 end 1
        2|a a a s r a a r|!c1 s c2|!c0 a
        2 0a 1; 2 0a 0 locked; 2 1c1=True 0 locked; 2 2c0=True 0 locked; 3 1s=CancelledError 0 locked; 3 0a=CancelledError 0 locked; 4 0s 0 locked; 4 0r 0 locked; 5 2a 0 locked; 16 0a=CancelledError 0 locked; 16 end 0 locked
        0|s a s r|s a r c0|a s r s|!a a s r|!s a s r a s r|!c2 a r a
        2 5c2=True 0 locked; 3 0s 0 locked; 3 1s 0 locked; 3 4s 0 locked; 3 2a=CancelledError 0 locked; 4 2s 0 locked; 4 2r 0 locked; 5 3a 0 locked; 5 2s 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        2|!a s r|c1 a a c0 a|!a a
        2 0a 1; 2 1c1=True 1; 2 1a 0 locked; 3 0s 0 locked; 3 0r 0 locked; 3 1a=CancelledError 0 locked; 3 1c0=False 0 locked; 4 2a 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|a r c1 a|!a r c2 a s r|!r a s r a s r|!s r a
        2 2r 0 locked; 3 0a 0 locked; 3 0r 0 locked; 3 0c1=True 0 locked; 3 3s 0 locked; 3 3r 0 locked; 4 1a=CancelledError 0 locked; 4 2a 0 locked; 5 0a 0 locked; 5 2s 0 locked; 5 2r 0 locked; 6 3a 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        1|a a r c0 s|a c4 a s r|!s r a|a r|!a s r
        2 0a 0 locked; 3 2s 0 locked; 3 2r 0 locked; 4 0a 0 locked; 4 0r 0 locked; 4 0c0=True 0 locked; 5 1a 0 locked; 5 1c4=True 0 locked; 5 0s=CancelledError 0 locked; 6 4a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        1|!s s c0 a c3|a s r s s c4|!a c1|a s r|!s c1 a c5 c1|a c3 a r c1
        2 1a 0 locked; 3 0s 0 locked; 3 1s 0 locked; 3 1r 0 locked; 3 4s 0 locked; 3 4c1=True 0 locked; 4 0s 0 locked; 4 0c0=True 0 locked; 4 2a 0 locked; 4 2c1=True 0 locked; 4 1s=CancelledError 0 locked; 5 0a=CancelledError 0 locked; 5 1s 0 locked; 5 1c4=True 0 locked; 6 4a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        0|a s r a r s|!c0 c0 a
        2 1c0=True 0 locked; 2 1c0=True 0 locked; 3 0a=CancelledError 0 locked; 4 0s 0 locked; 4 0r 0 locked; 5 1a 0 locked; 16 0a=CancelledError 0 locked; 16 end 0 locked
        2|s a r|c5 a r a c4 a s|a s r c0|c3 c3 a s|a r c4|r s s s c2
        2 1c5=True 2; 2 1a 1; 2 1r 2; 2 1a 1; 2 1c4=True 1; 2 1a 0 locked; 2 3c3=True 0 locked; 2 3c3=True 0 locked; 3 0s 0 locked; 3 1s 0 locked; 3 3a=CancelledError 0 locked; 4 3s 0 locked; 16 0a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|a s c3|a c2 s|!s r c1 s a|c0 s c0
        2 3c0=True 0 locked; 3 2s 0 locked; 3 2r 0 locked; 3 2c1=True 0 locked; 3 0a=CancelledError 0 locked; 3 3s 0 locked; 3 3c0=True 0 locked; 4 1a=CancelledError 1; 4 1c2=True 1; 4 2s=CancelledError 1; 4 0s=CancelledError 1; 4 0c3=False 1; 5 1s 1; 15 end 1
        0|a r c3|s s|a r c5 s|a r|!a r a s r|s s r a
        3 1s 0 locked; 3 5s 0 locked; 4 1s 0 locked; 4 5s 0 locked; 4 5r 0 locked; 5 0a 0 locked; 5 0r 0 locked; 5 0c3=True 0 locked; 6 2a 0 locked; 6 2r 0 locked; 6 2c5=True 0 locked; 6 3a=CancelledError 0 locked; 6 3r 1 locked; 7 4a 1; 7 4r 2; 7 4a 1; 7 5a=CancelledError 1; 7 2s 1; 8 4s 1; 8 4r 2; 15 end 2
        2|!a r c3|a s r r|!a a s c3 a|r r|!a r c4 a s r|c1 a r a r
        2 0a 1; 2 0r 2; 2 0c3=True 2; 2 1a 1; 2 2a 0 locked; 2 5c1=True 0 locked; 3 1s=CancelledError 0 locked; 3 1r 0 locked; 3 1r 0 locked; 4 2a 0 locked; 4 4a 0 locked; 4 4r 0 locked; 4 4c4=True 0 locked; 5 2s 0 locked; 5 2c3=False 0 locked; 5 5a 0 locked; 5 5r 0 locked; 5 4a=CancelledError 0 locked; 6 2a 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        1|a a a c2|c0 r s|!a c0 s s a
        2 0a 0 locked; 2 1c0=True 0 locked; 2 1r 1; 2 2a 0 locked; 2 2c0=True 0 locked; 3 0a=CancelledError 0 locked; 3 1s 0 locked; 3 2s 0 locked; 4 2s 0 locked; 16 0a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|!c0 a r s a|s a r|c2 a s
        2 0c0=True 0 locked; 2 2c2=True 0 locked; 3 0a=CancelledError 0 locked; 3 1s 0 locked; 3 2a=CancelledError 0 locked; 4 2s 0 locked; 16 1a=CancelledError 0 locked; 16 end 0 locked
        2|!a s a r s|!s a s c5 a r|a a c2|!a r a r|c3 s a r|!s a r a r a r
        2 0a 1; 2 2a 0 locked; 2 4c3=True 0 locked; 3 0s 0 locked; 3 1s 0 locked; 3 3a=CancelledError 0 locked; 3 4s 0 locked; 3 5s 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        2|s c0 c0 a r|s a r a r a a|a a r a a
        2 2a 1; 2 2a 0 locked; 2 2r 1; 2 2a 0 locked; 3 0s 0 locked; 3 0c0=True 0 locked; 3 0c0=True 0 locked; 3 1s 0 locked; 4 0a=CancelledError 0 locked; 4 0r 0 locked; 5 2a 0 locked; 16 1a=CancelledError 0 locked; 16 end 0 locked
        1|!s c0 c2 a s r|!a r a r a r|c2 c2 a s r s|a a r s
        2 1a 0 locked; 2 1r 1; 2 1a 0 locked; 2 1r 1; 2 1a 0 locked; 2 1r 1; 2 2c2=True 1; 2 2c2=True 1; 2 2a 0 locked; 3 0s 0 locked; 3 0c0=True 0 locked; 3 0c2=True 0 locked; 3 2s=CancelledError 0 locked; 3 2r 0 locked; 4 0a=CancelledError 0 locked; 4 3a 0 locked; 4 2s 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        0|!a c0 c4|!a r c4 c3 a r|r r a r|s a s s a r|a a r a r|a r a r a
        2 2r 0 locked; 2 2r 0 locked; 3 0a 0 locked; 3 0c0=True 0 locked; 3 0c4=True 0 locked; 3 1a 0 locked; 3 1r 0 locked; 3 1c4=True 0 locked; 3 1c3=True 0 locked; 3 3s=CancelledError 0 locked; 4 4a=CancelledError 0 locked; 4 2a 0 locked; 4 2r 0 locked; 5 5a 0 locked; 5 5r 0 locked; 6 1a 0 locked; 6 1r 0 locked; 7 3a 0 locked; 8 3s 0 locked; 9 3s 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        0|s a a r a s r|!a a c3 a a s a r|a r a r a r a r|!a s r a s r|!a r s s a c3|c1 s
        2 5c1=True 0 locked; 3 0s 0 locked; 3 1a=CancelledError 0 locked; 3 5s 0 locked; 16 0a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 end 0 locked
        """;

    internal const string BoundedSemaphore = """
        0|!c0 c0 c2 a s r|r a s c0 s a|a s r s|!a r s|!s r s a r
        2 0c0=True 0 locked; 2 0c0=True 0 locked; 2 0c2=True 0 locked; 2 1r=ValueError 0 locked; 3 0a=CancelledError 0 locked; 3 4s 0 locked; 3 4r=ValueError 0 locked; 4 4s 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 end 0 locked
        2|a r a|c4 c1 a s r|c2 a a a|!c2 a r|!a r a a r a r
        2 0a 1; 2 0r 2; 2 0a 1; 2 1c4=True 1; 2 1c1=True 1; 2 1a 0 locked; 2 2c2=True 0 locked; 2 3c2=True 0 locked; 3 1s=CancelledError 0 locked; 3 1r 0 locked; 3 2a=CancelledError 0 locked; 4 3a 0 locked; 4 3r 0 locked; 5 2a 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|a r a r a r|a s r c0 a|s s|a a s r|r s a r s|!r c1 s s a r s
        2 4r=ValueError 0 locked; 2 5r=ValueError 0 locked; 2 5c1=True 0 locked; 3 2s 0 locked; 3 4s 0 locked; 3 1a=CancelledError 0 locked; 3 5s 0 locked; 4 2s 0 locked; 4 1s 0 locked; 4 1r=ValueError 0 locked; 4 1c0=True 0 locked; 4 5s 0 locked; 5 0a=CancelledError 0 locked; 5 0r=ValueError 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        1|!c1 a s s|c0 a s r a|c2 a s s|!a a
        2 0c1=True 1; 2 0a 0 locked; 2 2c2=True 0 locked; 3 0s 0 locked; 3 2a=CancelledError 0 locked; 4 0s 0 locked; 4 2s 0 locked; 5 2s 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        0|s c1 a r a a|!a c0 s c1 c0|c1 r c1
        2 2c1=True 0 locked; 2 2r=ValueError 0 locked; 2 2c1=True 0 locked; 3 0s 0 locked; 3 0c1=True 0 locked; 3 1a=CancelledError 0 locked; 16 0a=CancelledError 0 locked; 16 end 0 locked
        0|!a s r|r a r|s a s r|s c2 a s r r|a s r|s s r a s
        2 1r=ValueError 0 locked; 3 2s 0 locked; 3 3s 0 locked; 3 3c2=True 0 locked; 3 5s 0 locked; 4 2a=CancelledError 0 locked; 4 5s 0 locked; 4 5r=ValueError 0 locked; 5 2s 0 locked; 5 2r=ValueError 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        0|r a s r|a s r|s s|r c0 c2 a r s|a a r a c0 a r|s a r c5
        2 0r=ValueError 0 locked; 2 3r=ValueError 0 locked; 2 3c0=True 0 locked; 2 3c2=True 0 locked; 3 2s=CancelledError 0 locked; 3 0a=CancelledError 0 locked; 3 5s 0 locked; 4 2s 0 locked; 4 0s 0 locked; 4 0r=ValueError 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        0|a a|!a s r s a r|!a s r|!s c0 a r a|s c2 s c0
        3 3s 0 locked; 3 3c0=True 0 locked; 3 4s 0 locked; 3 4c2=True 0 locked; 4 0a=CancelledError 0 locked; 4 2a=CancelledError 0 locked; 4 4s 0 locked; 4 4c0=True 0 locked; 5 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        1|a c4 a r c1|!a s s a s r a a|s a r r|!s r|!c3 c0 a a|!a a s r
        2 0a 0 locked; 2 0c4=True 0 locked; 3 2s 0 locked; 3 3s 0 locked; 3 3r 0 locked; 4 0a 0 locked; 4 0r 0 locked; 4 0c1=True 0 locked; 5 1a=CancelledError 0 locked; 6 5a 0 locked; 16 2a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        0|r r a s r a r|a a r|a c3 a s|r c0 s a s r a|!a s r s a r|!c5 r a r
        2 0r=ValueError 0 locked; 2 0r=ValueError 0 locked; 2 3r=ValueError 0 locked; 2 3c0=True 0 locked; 2 5c5=True 0 locked; 2 5r=ValueError 0 locked; 3 0a=CancelledError 0 locked; 3 3s 0 locked; 3 5a=CancelledError 0 locked; 4 0s 0 locked; 4 0r=ValueError 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 end 0 locked
        1|!r a r a|!a s r a s r|c0 a s c2|!s a s r a|c4 r s c4 a a
        2 0r=ValueError 1; 2 0a 0 locked; 2 0r 1; 2 0a 0 locked; 2 2c0=False 0 locked; 2 4c4=True 0 locked; 2 4r 0 locked; 3 3s 0 locked; 3 1a 0 locked; 3 4s=CancelledError 0 locked; 3 4c4=True 0 locked; 4 1s 0 locked; 4 1r 0 locked; 4 4a=CancelledError 0 locked; 5 2a 0 locked; 6 2s 0 locked; 6 2c2=True 0 locked; 16 1a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 end 0 locked
        0|!c1 a s|!a s a c4|!s a a s a r a|a s r a s r|c4 a a|!s s c4 a s r
        2 0c1=True 0 locked; 2 4c4=True 0 locked; 3 2s 0 locked; 3 4a=CancelledError 0 locked; 3 5s 0 locked; 4 5s 0 locked; 4 5c4=True 0 locked; 5 4a=CancelledError 0 locked; 16 0a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 5a=CancelledError 0 locked; 16 end 0 locked
        2|!a c3 a c0|!a s a|!s r c4 a a r r|c2 a s r|a a s a
        2 0a 1; 2 0c3=True 1; 2 0a 0 locked; 2 0c0=True 0 locked; 3 2s 0 locked; 3 2r 0 locked; 3 2c4=True 0 locked; 4 1a 0 locked; 4 4a=CancelledError 0 locked; 5 1s 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 4a=CancelledError 0 locked; 16 end 0 locked
        2|!a s|a a c4 a|s r s a|r a a a s r|a s r|!s s c5 s
        2 0a 1; 2 1a 0 locked; 2 3r 0 locked; 3 0s 0 locked; 3 2s 0 locked; 3 2r 0 locked; 3 1a 0 locked; 3 1c4=True 0 locked; 3 5s 0 locked; 4 3a 0 locked; 4 2s 0 locked; 4 4a=CancelledError 0 locked; 4 5s 0 locked; 4 5c5=True 0 locked; 5 4s 0 locked; 5 4r 0 locked; 5 5s=CancelledError 0 locked; 6 1a 0 locked; 16 2a=CancelledError 0 locked; 16 3a=CancelledError 0 locked; 16 end 0 locked
        1|s s s c2 a|c0 a s s|a r a s|a s s s c1
        2 1c0=True 1; 2 1a 0 locked; 3 0s=CancelledError 0 locked; 3 1s 0 locked; 4 0s 0 locked; 4 1s 0 locked; 5 0s 0 locked; 5 0c2=True 0 locked; 6 2a=CancelledError 0 locked; 6 2r 0 locked; 7 3a 0 locked; 8 3s 0 locked; 9 3s 0 locked; 10 3s 0 locked; 10 3c1=False 0 locked; 16 0a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|!a r|a s r|!a a s r a c2|s s c0
        3 3s 0 locked; 4 3s 0 locked; 4 3c0=True 0 locked; 5 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        1|c5 r a r s|!s c3 a r a r|s s|a a s r a|!s a s r|a a a s r
        2 0c5=True 1; 2 0r=ValueError 1; 2 0a 0 locked; 2 0r 1; 2 3a 0 locked; 3 0s 0 locked; 3 1s 0 locked; 3 1c3=True 0 locked; 3 2s 0 locked; 3 4s 0 locked; 4 3a=CancelledError 0 locked; 4 2s 0 locked; 5 3s 0 locked; 5 3r 0 locked; 6 1a 0 locked; 6 1r 0 locked; 7 4a 0 locked; 8 4s 0 locked; 8 4r 0 locked; 9 3a 0 locked; 16 1a=CancelledError 0 locked; 16 end 0 locked
        0|!a s r s c4|c3 a c2 c3|!c0 s c3 s c4 c1|!s a r s a|!r a s r
        2 1c3=True 0 locked; 2 2c0=True 0 locked; 2 4r=ValueError 0 locked; 3 0a=CancelledError 0 locked; 3 2s 0 locked; 3 2c3=False 0 locked; 4 2s 0 locked; 4 2c4=True 0 locked; 4 2c1=True 0 locked; 5 4a=CancelledError 0 locked; 5 1a=CancelledError 0 locked; 5 1c2=False 0 locked; 5 1c3=False 0 locked; 15 end 0 locked
        0|a r a c2|a a s r a a r|a r c1|s c3 a r
        3 3s 0 locked; 3 3c3=True 0 locked; 4 3a=CancelledError 0 locked; 4 3r=ValueError 0 locked; 16 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 2a=CancelledError 0 locked; 16 end 0 locked
        0|!c0 a r c0 s|a s r
        2 0c0=True 0 locked; 3 0a=CancelledError 0 locked; 16 1a=CancelledError 0 locked; 16 end 0 locked
        """;

    internal const string Event = """
        0|w s -|s w s c2 c3|!w s - w c0 +|!c0 + - s
        2 3c0=True clear; 2 3+ set; 2 3- clear; 3 1s clear; 3 0w=CancelledError clear; 3 2w=True clear; 3 3s clear; 4 0s clear; 4 0- clear; 4 2s clear; 4 2- clear; 16 1w=CancelledError clear; 16 2w=CancelledError clear; 16 end clear
        0|!s s w +|c1 w w + -|c1 c2 w +
        2 1c1=True clear; 2 2c1=True clear; 2 2c2=True clear; 3 0s clear; 3 1w=CancelledError clear; 3 2w=CancelledError clear; 3 2+ set; 4 0s set; 4 0w=True set; 4 0+ set; 4 1w=True set; 4 1+ set; 4 1- clear; 15 end clear
        0|!s w c3 +|- w w + -|!w + w s|c2 s c4|!w c4 c0 + -|w c1 c0 c5 + -
        2 1- clear; 2 3c2=True clear; 3 0s clear; 3 2w=CancelledError clear; 3 3s clear; 3 3c4=True clear; 4 4w=CancelledError clear; 16 0w=CancelledError clear; 16 1w=CancelledError clear; 16 5w=CancelledError clear; 16 end clear
        0|- w c3 + -|!s s s -|s + - s|s w w s c0|- c4 + - + + -
        2 0- clear; 2 4- clear; 2 4c4=True clear; 2 4+ set; 2 4- clear; 2 4+ set; 2 4+ set; 2 4- clear; 3 1s clear; 3 2s clear; 3 2+ set; 3 2- clear; 3 3s clear; 3 0w=True clear; 3 0c3=True clear; 3 0+ set; 3 0- clear; 4 1s clear; 4 2s clear; 4 3w=CancelledError clear; 5 1s clear; 5 1- clear; 16 3w=CancelledError clear; 16 end clear
        0|- w w|- + s|s + - w s + -|!c0 + -|!- s - w w + -
        2 0- clear; 2 1- clear; 2 1+ set; 2 3c0=True set; 2 3+ set; 2 3- clear; 2 4- clear; 3 0w=CancelledError clear; 3 1s clear; 3 2s clear; 3 2+ set; 3 2- clear; 3 4s clear; 3 4- clear; 4 0w=True clear; 16 2w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        0|c1 c1 c0 w - w|w -|s + -|!w w
        2 0c1=True clear; 2 0c1=True clear; 2 0c0=True clear; 3 0w=CancelledError clear; 3 0- clear; 3 2s clear; 3 2+ set; 3 2- clear; 4 3w=True clear; 4 0w=True clear; 16 3w=CancelledError clear; 16 end clear
        0|w + s +|- w c2 + - c0|!s c2 c1
        2 1- clear; 3 2s clear; 3 2c2=True clear; 3 2c1=True clear; 4 1w=CancelledError clear; 4 1c2=False clear; 4 1+ set; 4 1- clear; 4 1c0=True clear; 5 0w=CancelledError clear; 5 0+ set; 6 0s set; 6 0+ set; 15 end set
        0|!+ - w w w|!- + s w s|!+ c2 s w c0 - w|!+ w c2|c3 - c4 w c2 w
        2 0+ set; 2 0- clear; 2 1- clear; 2 1+ set; 2 2+ set; 2 2c2=True set; 2 3+ set; 2 3w=True set; 2 3c2=True set; 2 4c3=False set; 2 4- clear; 2 4c4=True clear; 3 0w=True clear; 3 1s clear; 3 2s=CancelledError clear; 3 4w=CancelledError clear; 3 4c2=False clear; 16 0w=CancelledError clear; 16 1w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        0|!c3 - - c4 - - w|!w s|!c1 s + - - w s|!+ - + - s|!c4 s w
        2 0c3=True clear; 2 0- clear; 2 0- clear; 2 0c4=True clear; 2 0- clear; 2 0- clear; 2 2c1=True clear; 3 1w=CancelledError clear; 3 2s clear; 3 2+ set; 3 2- clear; 3 2- clear; 4 0w=True clear; 16 2w=CancelledError clear; 16 end clear
        0|w c2 w s w|!- c0 + -|w - + - w|!w s - +|c1 w
        2 1- clear; 2 1c0=True clear; 2 1+ set; 2 1- clear; 2 4c1=False clear; 3 0w=CancelledError clear; 3 0c2=True clear; 4 2w=CancelledError clear; 4 2- clear; 4 2+ set; 4 2- clear; 5 3w=True clear; 5 4w=True clear; 5 0w=True clear; 6 3s clear; 6 3- clear; 6 3+ set; 6 0s set; 6 0w=True set; 7 2w=True set; 15 end set
        0|!- - w|s c1 w|!c3 -|!+ s s c4 c3 s|+ - - w + -|!c5 w
        2 0- clear; 2 0- clear; 2 2c3=True clear; 2 2- clear; 2 4+ set; 2 4- clear; 2 4- clear; 2 5c5=True clear; 3 1s clear; 3 1c1=True clear; 3 0w=True clear; 3 5w=CancelledError clear; 4 1w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        0|!s w + c1|+ - w + -|!w w s c2 s|s w w w -|+ - + s - s
        2 1+ set; 2 1- clear; 2 4+ set; 2 4- clear; 2 4+ set; 3 0s set; 3 0w=True set; 3 0+ set; 3 0c1=True set; 3 3s set; 3 3w=True set; 3 3w=True set; 3 3w=True set; 3 3- clear; 3 1w=CancelledError clear; 3 1+ set; 3 1- clear; 3 2w=True clear; 3 4s clear; 3 4- clear; 4 4s clear; 16 2w=CancelledError clear; 16 end clear
        0|s c0 - w c0|!- w + - w
        2 1- clear; 3 0s clear; 3 0c0=True clear; 3 0- clear; 4 0w=CancelledError clear; 4 0c0=True clear; 16 1w=CancelledError clear; 16 end clear
        0|+ - w|!- w w w c4 w -|w w c0|!- + c2 s|!s + - w - + -
        2 0+ set; 2 0- clear; 2 1- clear; 2 3- clear; 2 3+ set; 2 3c2=True set; 3 0w=True set; 3 1w=True set; 3 1w=True set; 3 1w=True set; 3 1c4=True set; 3 1w=True set; 3 1- clear; 3 2w=CancelledError clear; 3 3s clear; 3 4s=CancelledError clear; 16 2w=CancelledError clear; 16 end clear
        0|!c0 s + w w w|!w + - w|w w c0|!s c1 s c2 w|s c1
        2 0c0=True clear; 3 0s=CancelledError clear; 3 3s clear; 3 3c1=True clear; 3 4s clear; 3 4c1=True clear; 4 1w=CancelledError clear; 4 3s clear; 4 3c2=True clear; 5 2w=CancelledError clear; 16 2w=CancelledError clear; 16 3w=CancelledError clear; 16 end clear
        0|w s w c5|!- s w|w c0 s w|!w + c3|!w s c5 w|!+ c3 w -
        2 1- clear; 2 5+ set; 2 5c3=True set; 2 5w=True set; 2 5- clear; 3 1s clear; 3 0w=True clear; 3 2w=True clear; 3 2c0=True clear; 3 3w=CancelledError clear; 3 4w=True clear; 4 0s=CancelledError clear; 4 2s clear; 4 4s clear; 4 4c5=False clear; 16 0w=CancelledError clear; 16 1w=CancelledError clear; 16 2w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        0|s c0 w|!- c2 c3 w w s -|!s -|- - + - c2|s w c3 -|s w w + - w s
        2 1- clear; 2 1c2=True clear; 2 1c3=True clear; 3 0s clear; 3 0c0=True clear; 3 4s clear; 3 5s clear; 4 0w=CancelledError clear; 16 1w=CancelledError clear; 16 4w=CancelledError clear; 16 5w=CancelledError clear; 16 end clear
        0|!s + + -|+ - + -|c1 c1 w s c0 w|c1 - c2 + -|c4 + + - s c0
        2 1+ set; 2 1- clear; 2 1+ set; 2 1- clear; 2 2c1=False clear; 2 2c1=False clear; 2 3c1=False clear; 2 3- clear; 2 3c2=True clear; 2 3+ set; 2 3- clear; 2 4c4=True clear; 2 4+ set; 2 4+ set; 2 4- clear; 3 0s clear; 3 0+ set; 3 0+ set; 3 0- clear; 3 2w=CancelledError clear; 3 4s=CancelledError clear; 3 4c0=False clear; 4 2s clear; 4 2c0=False clear; 16 2w=CancelledError clear; 16 end clear
        0|- w -|- s s|c2 w w c1|- + - w|!w w s c3 c0 c4
        2 0- clear; 2 1- clear; 2 2c2=True clear; 2 3- clear; 2 3+ set; 2 3- clear; 3 1s clear; 3 2w=CancelledError clear; 3 0w=True clear; 3 0- clear; 4 1s clear; 16 2w=CancelledError clear; 16 3w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        0|!+ c0 c0 w +|!w - + - c0|!c1 w w|w c4|w w w|c2 c3 s + c0 + -
        2 0+ set; 2 0c0=True set; 2 0c0=True set; 2 0w=True set; 2 0+ set; 2 1w=True set; 2 1- clear; 2 1+ set; 2 1- clear; 2 1c0=False clear; 2 2c1=False clear; 2 5c2=True clear; 2 5c3=True clear; 3 2w=CancelledError clear; 3 3w=CancelledError clear; 3 3c4=True clear; 3 5s clear; 3 5+ set; 3 5c0=False set; 3 5+ set; 3 5- clear; 4 4w=CancelledError clear; 16 4w=CancelledError clear; 16 end clear
        """;

    internal const string Condition = """
        0|a f1 r a w c4|s r a w s r|c3 a w r|a w r|!s a i * r c2|!s s c0
        2 0a locked; 2 2c3=True free; 2 2a locked; 3 1s free; 3 1r=RuntimeError free; 3 1a locked; 3 4s free; 3 4a locked; 3 4i locked; 3 4* locked; 3 4r free; 3 4c2=True free; 3 5s free; 4 0f1=1 locked; 4 0r free; 4 0a locked; 4 2w=CancelledError locked; 4 2r free; 4 1w=True locked; 4 5s locked; 4 5c0=True locked; 5 1s locked; 5 1r free; 6 0w=CancelledError locked; 6 0c4=False locked; 15 end locked
        0|c1 r n1 s a n1 r|n1 a n2 s r s|a w s r c2|a n3 r r|r c2 a s r|!c2 s a w r
        2 0c1=True free; 2 0r=RuntimeError free; 2 0n1=RuntimeError free; 2 2a locked; 2 3a locked; 2 3n3 locked; 2 3r free; 2 3r=RuntimeError free; 2 4r=RuntimeError free; 2 4c2=True free; 2 4a locked; 2 5c2=True locked; 3 0s locked; 3 4s locked; 3 4r free; 3 5s free; 4 0a locked; 4 0n1 locked; 4 0r free; 5 2w=CancelledError locked; 6 2s locked; 6 2r free; 6 2c2=True free; 7 5a locked; 16 5w=CancelledError locked; 16 end locked
        0|s c1 a f3 r|c1 c2 a w s r|!a w r
        2 1c1=True free; 2 1c2=True free; 2 1a locked; 3 0s free; 3 0c1=True free; 3 0a locked; 3 1w=CancelledError locked; 4 1s locked; 4 1r free; 16 0f3=CancelledError locked; 16 end locked
        0|!s a s a f2 r a n1 r|!s a i * r|!a n2 s r n1|!s c1 n1 a
        2 2a locked; 2 2n2 locked; 3 0s locked; 3 1s locked; 3 2s locked; 3 2r free; 3 2n1=RuntimeError free; 3 3s free; 3 3c1=True free; 3 3n1=RuntimeError free; 4 0a locked; 4 1a=CancelledError locked; 5 0s locked; 16 0a=CancelledError free; 16 3a=CancelledError free; 16 end free
        0|!a a n1 r n1|c0 a w s r|!n1 s c1 c1 a n2 s r|r a f1 r
        2 0a locked; 2 1c0=True locked; 2 2n1 locked; 2 3r free; 3 0a=CancelledError free; 3 2s free; 3 2c1=True free; 3 2c1=True free; 4 1a=CancelledError free; 4 1w=RuntimeError free; 5 3a locked; 5 1s free; 5 1r=RuntimeError free; 6 2a locked; 6 2n2 locked; 7 2s locked; 7 2r free; 16 3f1=CancelledError locked; 16 end locked
        0|a w s r a n1|c3 s a a i * r|!w s a i * r a|a w r s c2|a w s r|!n1 a n2 s r c2
        2 0a locked; 2 1c3=True free; 2 2w=RuntimeError free; 2 4a locked; 2 5n1=RuntimeError free; 2 5a locked; 2 5n2 locked; 3 1s locked; 3 2s locked; 3 5s locked; 3 5r free; 3 5c2=True free; 4 1a locked; 4 2a=CancelledError locked; 16 0w=CancelledError locked; 16 1a=CancelledError locked; 17 4w=CancelledError locked; 17 end locked
        0|a w s r a|!s n1|r c0 a n3 s r|!s c4 c0 a w r|!a s a s r
        2 0a locked; 2 2r=RuntimeError free; 2 2c0=True free; 2 2a locked; 2 2n3 locked; 3 1s locked; 3 1n1 locked; 3 2s locked; 3 2r free; 3 3s free; 3 3c4=True free; 3 3c0=True free; 4 4a=CancelledError free; 5 3a locked; 6 0w=CancelledError locked; 7 0s locked; 7 0r free; 8 3w=True locked; 8 3r free; 9 0a locked; 15 end locked
        0|a w r a w r a w s r|a w s r n1|w c0 s r
        2 0a locked; 2 1a locked; 2 2w=RuntimeError free; 2 2c0=True free; 3 0w=CancelledError locked; 3 0r free; 3 0a locked; 3 2s free; 3 2r=RuntimeError free; 4 1w=True locked; 5 1s locked; 5 1r free; 5 1n1=RuntimeError free; 16 0w=CancelledError locked; 16 end locked
        0|!n1 c0 r a n2 s r|s c0 a w s r s|s s c3 c3 s a w s r|!a n3 s r
        2 0n1=RuntimeError free; 2 0c0=True free; 2 0r=RuntimeError free; 2 0a locked; 2 0n2 locked; 3 0s=CancelledError locked; 3 1s locked; 3 1c0=False locked; 3 2s locked; 4 2s locked; 4 2c3=True locked; 4 2c3=True locked; 5 3a=CancelledError locked; 5 2s locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 end free
        0|!a w s r|!a f2 r n1 n1|w a w s r|c2 c5|a i * r|!s c3 r
        2 0a locked; 2 1a locked; 2 2w=RuntimeError free; 2 2a locked; 2 3c2=True free; 2 3c5=True free; 2 4a locked; 2 4i locked; 2 4* locked; 2 4r free; 3 2w=CancelledError locked; 4 2s locked; 4 2r free; 5 0w=True locked; 6 0s locked; 6 0r free; 16 1f2=CancelledError locked; 16 end locked
        0|!a a i * r|!c0 n1 a i * r c1|a w r s|s a w s r a s r
        2 0a locked; 2 1c0=True locked; 2 1n1 locked; 3 0a=CancelledError locked; 3 3s locked; 16 1a=CancelledError free; 16 2a=CancelledError free; 16 3a=CancelledError free; 16 end free
        0|!w s c0 a s|a f2 r|a i * r|c3 a f3 r c2 c2|c1 c0 a w s r
        2 0w=RuntimeError free; 2 1a locked; 2 2a locked; 2 2i locked; 2 2* locked; 2 2r free; 2 3c3=True free; 2 3a locked; 2 4c1=True free; 2 4c0=True free; 2 4a locked; 3 0s=CancelledError free; 3 1f2=CancelledError locked; 3 1r free; 3 3f3=CancelledError locked; 3 3r free; 3 3c2=False free; 3 3c2=False free; 4 4w=True locked; 5 4s locked; 5 4r free; 15 end free
        0|c1 s a s r c3 a s r|!c0 a s r|s s a n1 r c0|!a i * r a f2 r|!a w s r n1
        2 0c1=True free; 2 3a locked; 2 3i locked; 2 3* locked; 2 3r free; 2 3a locked; 2 4a locked; 3 0s free; 3 0a locked; 3 2s locked; 4 0s locked; 4 0r free; 4 0c3=True free; 4 0a locked; 4 2s locked; 5 0s locked; 5 0r free; 6 2a locked; 6 2n1 locked; 6 2r free; 6 2c0=False free; 7 3f2=CancelledError locked; 16 4w=CancelledError locked; 16 end locked
        0|c4 a w s r|!s s a w s r|!w c2 a f3 r|a n3 s r c5|a f3 r w c1|!n1 a f1 r c1
        2 0c4=True free; 2 0a locked; 2 2w=RuntimeError free; 2 2c2=True free; 2 2a locked; 2 3a locked; 2 3n3 locked; 2 5n1 locked; 3 1s locked; 3 3s locked; 3 3r free; 3 3c5=True free; 4 1s free; 4 5a=CancelledError free; 5 2f3=CancelledError locked; 16 0w=CancelledError locked; 16 1a=CancelledError locked; 16 end locked
        0|a n1 w a w r a f3 r|c0 a f3 r|c2 a w r c0 c3|s s w a s r
        2 0a locked; 2 0n1 locked; 2 1c0=True free; 2 1a locked; 2 2c2=True free; 2 2a locked; 3 0w=CancelledError locked; 3 3s locked; 4 3s locked; 5 0a locked; 6 2w=CancelledError locked; 6 2r free; 6 2c0=True free; 6 2c3=True free; 8 3w=CancelledError locked; 16 0w=CancelledError locked; 16 3a=CancelledError locked; 17 1f3=CancelledError locked; 17 end locked
        0|s s w c4 s s|a n3 r s a s r|n1 a w s r c0|!s s s c0|!a w r
        2 1a locked; 2 1n3 locked; 2 1r free; 2 2n1=RuntimeError free; 2 2a locked; 2 4a locked; 3 0s free; 3 1s free; 3 1a locked; 3 3s locked; 4 0s locked; 4 1s free; 4 1r=RuntimeError free; 4 3s free; 5 3s free; 5 3c0=True free; 6 0w=CancelledError locked; 6 0c4=True locked; 7 0s locked; 8 0s locked; 16 2w=CancelledError locked; 17 4w=CancelledError locked; 17 end locked
        0|!a w r c3 a n3 r|s a w r a w r a n1 s r|w c2 c2 a w s r|!a f2 r a w s r
        2 0a locked; 2 2w=RuntimeError free; 2 2c2=True free; 2 2c2=True free; 2 2a locked; 2 3a locked; 3 1s free; 3 1a locked; 3 2w=CancelledError locked; 4 2s locked; 4 2r free; 5 0w=True locked; 5 0r free; 5 0c3=True free; 5 0a locked; 5 0n3 locked; 5 0r free; 6 3f2=CancelledError locked; 16 1w=CancelledError locked; 16 end locked
        0|!a s r c1|!c2 a n3 r s|!a n1 s r s n1|s s a w r|a c1 w w a w s r
        2 0a locked; 2 1c2=True locked; 3 0s locked; 3 0r free; 3 0c1=True free; 3 3s free; 4 1a=CancelledError free; 4 3s free; 5 4a locked; 5 4c1=False locked; 6 3a locked; 16 3w=CancelledError locked; 17 4w=CancelledError locked; 17 end locked
        0|a f1 r c2 w a n2 r|!c1 a n3 r a s r|!s c2 a n2 s r
        2 0a locked; 2 1c1=True free; 2 1a locked; 2 1n3 locked; 2 1r free; 2 1a locked; 3 1s=CancelledError locked; 3 2s locked; 3 2c2=True locked; 4 2a=CancelledError locked; 16 0f1=CancelledError locked; 16 end locked
        0|!a n1 r|!a w s r n1 a i * r|!c2 a w r s
        2 0a locked; 2 0n1 locked; 2 0r free; 2 1a locked; 2 2c2=True free; 2 2a locked; 3 2w=CancelledError locked; 16 1w=CancelledError locked; 16 end locked
        """;

    internal const string Barrier = """
        3|R w s c3|c4 w w|!w c3 w s s|w w c2 w w R|w w w w s|R c0 c1
        2 0R 0; 2 1c4=True 1; 2 2w=2 0; 2 2c3=True 0; 2 5R 0; 2 5c0=True 0; 2 5c1=True 0; 3 0w=CancelledError 0; 3 1w=CancelledError 0; 4 0s 2; 4 0c3=False 2; 16 1w=CancelledError 1; 16 2w=CancelledError 0; 16 end 0
        2|c0 c1 s c2|R w s|w R s w c2
        2 0c0=True 0; 2 0c1=True 0; 3 0s=CancelledError 1; 3 0c2=True 1; 4 2w=CancelledError 0; 4 2R 0; 5 2s 0; 16 2w=CancelledError 0; 16 end 0
        2|!c0 R w w w|!w s w
        2 0c0=True 0; 2 0R 0; 2 1w=1 0; 3 0w=CancelledError 0; 3 1s 0; 16 1w=CancelledError 0; 16 end 0
        3|w R w R|!c2 s|c1 w w w w|w B R R s|w R c3
        2 1c2=True 1; 2 4w=2 0; 2 4R 0; 2 4c3=True 0; 3 1s 0; 3 0w=BrokenBarrierError 0; 3 0R 0; 3 3w=CancelledError 0; 3 3B 0 broken; 3 3R 0; 3 3R 0; 4 3s 1; 16 0w=CancelledError 0; 16 end 0
        2|w c1 w c0|!w s R s c5|s c5 w|!w w s s|c0 c3 w w|c3 R R c0
        2 1w=1 0; 2 4c0=True 0; 2 4c3=True 0; 2 5c3=True 0; 2 5R 0; 2 5R 0; 2 5c0=True 0; 3 0w=CancelledError 0; 3 0c1=True 0; 3 1s=CancelledError 1; 3 2s 1; 3 2c5=False 1; 3 2w=1 0; 3 3w=CancelledError 0; 4 0w=0 0; 4 0c0=True 0; 16 4w=CancelledError 0; 16 end 0
        4|B R w R|w w s|c1 w c0 s
        2 0B 0 broken; 2 0R 0; 2 2c1=True 2; 3 1w=CancelledError 2; 16 0w=CancelledError 2; 16 1w=CancelledError 1; 16 2w=CancelledError 0; 16 end 0
        3|w w c2 w B|w w w|!c2 w c2|c3 c3 c0 w|s B c4 c1 w
        2 2c2=True 2; 2 2w=2 0; 2 2c2=True 0; 2 3c3=True 0; 2 3c3=True 0; 2 3c0=True 0; 3 0w=CancelledError 0; 3 1w=1 0; 3 3w=CancelledError 1; 3 4s 1; 3 4B 0 broken; 3 4c4=True 0 broken; 3 4c1=True 0 broken; 3 4w=BrokenBarrierError 0 broken; 4 0w=BrokenBarrierError 0 broken; 4 0c2=False 0 broken; 4 0w=BrokenBarrierError 0 broken; 4 0B 0 broken; 4 1w=CancelledError 0 broken; 4 1w=BrokenBarrierError 0 broken; 15 end 0 broken
        4|w c2 c3 w c1|!w w R w c3|B w w R w|!s c1 w w B
        2 2B 0 broken; 2 2w=BrokenBarrierError 0 broken; 2 2w=BrokenBarrierError 0 broken; 2 2R 0; 3 0w=BrokenBarrierError 0; 3 0c2=True 0; 3 0c3=True 0; 3 1w=BrokenBarrierError 0; 3 3s=CancelledError 1; 4 2w=CancelledError 1; 16 0w=CancelledError 1; 16 1w=CancelledError 0; 16 end 0
        2|c4 c0 w|w w w|!w w c1 s|!s w s w w w|w c4 R
        2 0c4=True 0; 2 0c0=True 0; 2 1w=1 0; 3 0w=CancelledError 0; 3 3s 0; 4 1w=1 0; 5 3w=0 0; 6 2w=1 0; 6 3s 0; 7 1w=0 0; 8 3w=1 0; 9 2w=0 0; 9 2c1=False 0; 10 2s 1; 16 3w=CancelledError 0; 16 end 0
        4|!w s w|s s s s|w s c2 w|R s s|!R w w
        2 3R 0; 2 4R 0; 3 1s 0; 3 0w=BrokenBarrierError 0; 3 2w=BrokenBarrierError 0; 3 3s 0; 4 1s 0; 4 0s 0; 4 2s 2; 4 2c2=True 2; 4 3s 3; 5 1s 3; 5 2w=CancelledError 2; 6 1s 2; 16 0w=CancelledError 1; 16 4w=CancelledError 0; 16 end 0
        4|!s w s R|s c1 s w w w|!R w w w c3 s|s w w s w c5|c5 R w c2|!c0 w
        2 2R 0; 2 4c5=True 1; 2 4R 0; 3 0s 0; 3 1s 0; 3 1c1=True 0; 3 3s 0; 3 2w=BrokenBarrierError 0; 4 1s=CancelledError 1; 4 0w=3 0; 5 2w=0 0; 5 1w=1 0; 5 4w=2 0; 5 4c2=True 0; 5 0s 0; 5 0R 0; 6 2w=CancelledError 1; 16 1w=CancelledError 1; 16 3w=CancelledError 0; 16 end 0
        3|w w|!R s|!R s c0 s s c1 w
        2 1R 0; 2 2R 0; 3 0w=BrokenBarrierError 0; 3 1s 1; 3 2s 1; 3 2c0=True 1; 4 0w=CancelledError 0; 4 2s 0; 5 2s 0; 5 2c1=False 0; 16 2w=CancelledError 0; 16 end 0
        3|!s c0 w w c1|!w w w w|w w c4 w|c4 w s w|!B w w|!w c1 w
        2 3c4=True 2; 2 3w=2 0; 3 0s 0; 3 0c0=True 0; 3 1w=0 0; 3 2w=1 0; 3 3s 1; 4 0w=CancelledError 2; 4 5w=2 0; 4 5c1=True 0; 4 1w=CancelledError 0; 5 2w=0 0; 5 2c4=False 0; 5 3w=1 0; 16 2w=CancelledError 1; 16 5w=CancelledError 0; 16 end 0
        4|c1 s c2 w w|s c0 w w|R w w
        2 0c1=True 0; 2 2R 0; 3 0s 1; 3 0c2=True 1; 4 2w=CancelledError 1; 16 0w=CancelledError 1; 16 2w=CancelledError 0; 16 end 0
        3|w w w w R w|w w w s|!c0 w R w|w w w|!c2 R w
        2 2c0=True 2; 2 2w=2 0; 2 2R 0; 2 4c2=True 0; 2 4R 0; 3 0w=CancelledError 0; 3 1w=BrokenBarrierError 0; 3 2w=CancelledError 1; 4 4w=2 0; 4 1w=0 0; 5 3w=1 0; 6 1w=2 0; 7 3w=0 0; 7 0w=1 0; 7 1s 1; 16 0w=CancelledError 1; 16 3w=CancelledError 0; 16 end 0
        2|w c0 c3 s c1|w s w|!w c2 w w w|w w w|!c4 w s w s w|!c5 w w s
        2 1w=1 0; 2 4c4=True 0; 2 5c5=True 0; 3 0w=0 0; 3 0c0=True 0; 3 0c3=True 0; 3 1s 0; 3 4w=CancelledError 1; 3 5w=CancelledError 1; 4 2w=1 0; 4 2c2=True 0; 4 3w=CancelledError 0; 4 0s=CancelledError 0; 4 0c1=True 0; 4 1w=CancelledError 0; 5 2w=CancelledError 0; 16 3w=CancelledError 0; 16 end 0
        2|w w c1 R|c0 c1 w s c0 w
        2 1c0=True 1; 2 1c1=True 1; 2 1w=1 0; 3 0w=CancelledError 0; 3 1s=CancelledError 1; 3 1c0=True 1; 3 1w=1 0; 4 0w=CancelledError 0; 4 0c1=False 0; 4 0R 0; 15 end 0
        4|!s B R w s w|!c0 R|!w s w s|c1 s w|!c0 c2 w s w w|w w c2
        2 1c0=True 0; 2 1R 0; 2 3c1=False 1; 2 4c0=True 1; 2 4c2=True 1; 3 0s=CancelledError 3; 3 3s 3; 3 3w=3 0; 3 2w=CancelledError 0; 4 4w=1 0; 4 5w=2 0; 5 4s 1; 16 4w=CancelledError 1; 16 5w=CancelledError 0; 16 end 0
        4|w w|w s R w c3|w w c2 c5 c1 s w|w c4|R s c5 w|w s w
        2 3w=3 0; 2 3c4=True 0; 3 0w=0 0; 3 1w=1 0; 3 2w=2 0; 4 1s 1; 4 1R 0; 5 2w=BrokenBarrierError 0; 5 2c2=True 0; 5 2c5=True 0; 5 2c1=True 0; 6 1w=CancelledError 0; 6 1c3=False 0; 6 5w=CancelledError 0; 6 2s=CancelledError 1; 7 5s 2; 16 0w=CancelledError 2; 16 2w=CancelledError 1; 16 5w=CancelledError 0; 16 end 0
        2|!w R R w c0 w R|R w w s w|s s
        2 1R 0; 3 0w=BrokenBarrierError 0; 3 0R 0; 3 0R 0; 3 2s 1; 4 1w=1 0; 4 2s 0; 5 0w=0 0; 5 0c0=True 0; 6 1w=1 0; 6 0w=CancelledError 0; 7 1s 0; 16 1w=CancelledError 0; 16 end 0
        """;

    internal const string Queue = """
        0|s p320 c3 s g|c3 g s c0|g s G|!s c3 s P692
        2 1c3=True 0/0; 3 0s 0/0; 3 0p320 1/1; 3 0c3=False 1/1; 4 1g=320 0/1; 4 0s 0/1; 5 1s 0/1; 5 1c0=True 0/1; 6 0g=CancelledError 0/1; 16 2g=CancelledError 0/1; 16 end 0/1
        0|!s d c2|!g d j c1|d g p214|p814 c1 d j g
        2 2d=ValueError 0/0; 2 3p814 1/1; 2 3c1=True 1/1; 2 3d 1/0; 2 3j 1/0; 2 3g=814 0/0; 3 0s 0/0; 3 0d=ValueError 0/0; 3 0c2=True 0/0; 3 1g=CancelledError 0/0; 4 2g=CancelledError 0/0; 4 2p214 1/1; 15 end 1/1
        0|j s s g c3|!c1 c0 p703 x j|j P495 s s|c1 p565 c1 s c3
        2 0j 0/0; 2 1c1=True 0/0; 2 1c0=True 0/0; 2 1p703 1/1; 2 1x 1/1; 2 3c1=True 1/1; 2 3p565=QueueShutDown 1/1; 2 3c1=True 1/1; 3 0s=CancelledError 1/1; 3 1j=CancelledError 1/1; 3 3s 1/1; 3 3c3=True 1/1; 4 0s 1/1; 4 0g=703 0/1; 4 0c3=False 0/1; 16 2j=CancelledError 0/1; 16 end 0/1
        1|P141 c4 c0 s|!g s g|!p299 j c5 g g|p361 c3 j|p329 g p541 j p432|g p241 g g
        2 0P141 1/1 full; 2 0c4=True 1/1 full; 2 0c0=True 1/1 full; 2 1g=141 0/1; 2 2p299 1/2 full; 2 5g=299 0/2; 2 5p241 1/3 full; 2 5g=241 0/3; 3 0s=CancelledError 0/3; 3 1s 0/3; 3 3p361 1/4 full; 3 3c3=True 1/4 full; 4 5g=361 0/4; 4 3j=CancelledError 0/4; 16 1g=CancelledError 0/4; 16 2j=CancelledError 0/4; 16 end 0/4
        0|!P554 s P659 s s|G g j|!g d c5 g|!c1 j|d p926|!c3 p587 c2 s d
        2 0P554 1/1; 2 1G=554 0/1; 2 3c1=True 0/1; 2 4d 0/0; 2 4p926 1/1; 2 5c3=True 1/1; 2 5p587 2/2; 2 5c2=True 2/2; 3 0s 2/2; 3 0P659 3/3; 3 1g=CancelledError 3/3; 3 3j=CancelledError 3/3; 3 2g=CancelledError 3/3; 3 5s 3/3; 3 5d 3/2; 4 0s 3/2; 5 0s 3/2; 16 1j=CancelledError 3/2; 16 end 3/2
        1|!G p336 c0 j p26 p854 X|s d d p494 s g
        2 0G=QueueEmpty 0/0; 2 0p336 1/1 full; 2 0c0=True 1/1 full; 3 0j=CancelledError 1/1 full; 3 1s 1/1 full; 3 1d 1/0 full; 3 1d=ValueError 1/0 full; 16 1p494=CancelledError 1/0 full; 16 end 1/0 full
        1|g p884 s p186|g p2 j s d|d c1 p47 d c1|s s s|!g j s s d|c3 g G s
        2 2d=ValueError 0/0; 2 2c1=True 0/0; 2 2p47 1/1 full; 2 2d 1/0 full; 2 2c1=True 1/0 full; 2 4g=47 0/0; 2 4j 0/0; 2 5c3=True 0/0; 3 1g=CancelledError 0/0; 3 1p2 1/1 full; 3 0g=2 0/1; 3 0p884 1/2 full; 3 3s=CancelledError 1/2 full; 3 4s 1/2 full; 4 5g=884 0/2; 4 5G=QueueEmpty 0/2; 4 0s 0/2; 4 0p186 1/3 full; 4 3s 1/3 full; 4 4s 1/3 full; 4 4d 1/2 full; 5 5s 1/2 full; 5 3s 1/2 full; 16 1j=CancelledError 1/2 full; 16 end 1/2 full
        1|!p464 j s s|s p145 p581 c1 p664 p6|g s s|g p462 g
        2 0p464 1/1 full; 2 2g=464 0/1; 3 1s 0/1; 3 1p145 1/2 full; 3 2s 1/2 full; 4 3g=145 0/2; 4 3p462 1/3 full; 4 3g=462 0/3; 4 2s 0/3; 5 1p581 1/4 full; 5 1c1=True 1/4 full; 6 1p664=CancelledError 1/4 full; 16 0j=CancelledError 1/4 full; 16 1p6=CancelledError 1/4 full; 16 end 1/4 full
        0|!p59 j c5 c0|g g p36 c1 s|c1 s|c4 g j c2|!g s s|s s g
        2 0p59 1/1; 2 1g=59 0/1; 2 2c1=True 0/1; 2 3c4=True 0/1; 3 1g=CancelledError 0/1; 3 1p36 1/2; 3 1c1=True 1/2; 3 2s 1/2; 3 5s 1/2; 4 3g=36 0/2; 4 1s=CancelledError 0/2; 4 5s 0/2; 16 0j=CancelledError 0/2; 16 3j=CancelledError 0/2; 16 5g=CancelledError 0/2; 16 end 0/2
        0|!c1 j p974|p476 x s p118 d s|!s g c0 c3 p998 c2 d|s g c2 g p938 c0|!s c4 p362 g j G|!p668 j
        2 0c1=True 0/0; 2 0j 0/0; 2 0p974 1/1; 2 5p668 2/2; 3 2s 2/2; 3 2g=974 1/2; 3 2c0=False 1/2; 3 2c3=True 1/2; 3 2p998 2/3; 3 2c2=True 2/3; 3 2d 2/2; 3 3s=CancelledError 2/2; 3 3g=668 1/2; 3 3c2=False 1/2; 3 3g=998 0/2; 3 3p938 1/3; 3 3c0=False 1/3; 3 4s 1/3; 3 4c4=True 1/3; 3 4p362 2/4; 3 4g=938 1/4; 4 4j=CancelledError 1/4; 16 5j=CancelledError 1/4; 16 end 1/4
        1|c2 s c3|p830 g g|!s c2|!g g c0 P243
        2 0c2=True 0/0; 2 1p830 1/1 full; 2 1g=830 0/1; 3 0s 0/1; 3 0c3=True 0/1; 4 3g=CancelledError 0/1; 16 1g=CancelledError 0/1; 16 end 0/1
        1|j p408 c3 g j c4 P964|g j g g|!p360 g g s|g X G p250|d c3 c1
        2 0j 0/0; 2 0p408 1/1 full; 2 0c3=True 1/1 full; 2 0g=408 0/1; 2 2p360 1/2 full; 2 2g=360 0/2; 2 4d 0/1; 2 4c3=False 0/1; 2 4c1=True 0/1; 3 1g=CancelledError 0/1; 16 0j=CancelledError 0/1; 16 1j=CancelledError 0/1; 16 2g=CancelledError 0/1; 16 end 0/1
        1|c0 g p396 d j|!p672 g c0 p495 c1|g c1 j s|p834 p994 j p5 s c1
        2 0c0=True 0/0; 2 1p672 1/1 full; 2 1g=672 0/1; 2 1c0=True 0/1; 2 1p495 1/2 full; 2 1c1=True 1/2 full; 2 2g=495 0/2; 2 2c1=False 0/2; 2 3p834 1/3 full; 3 0g=CancelledError 1/3 full; 16 0p396=CancelledError 1/3 full; 16 2j=CancelledError 1/3 full; 16 3p994=CancelledError 1/3 full; 16 end 1/3 full
        0|s c1 c3 s c0|!G g|!p183 g g X|!p710 g c5 c3 g p466|!c0 g c4 d p223|s p788 g s
        2 1G=QueueEmpty 0/0; 2 2p183 1/1; 2 2g=183 0/1; 2 3p710 1/2; 2 3g=710 0/2; 2 3c5=True 0/2; 2 3c3=True 0/2; 2 4c0=True 0/2; 3 0s=CancelledError 0/2; 3 0c1=True 0/2; 3 0c3=True 0/2; 3 1g=CancelledError 0/2; 3 3g=CancelledError 0/2; 4 0s 0/2; 4 0c0=True 0/2; 16 2g=CancelledError 0/2; 16 4g=CancelledError 0/2; 16 end 0/2
        1|s g p180 p602 c2 d|!s p496|!g c0 p546 j d|!s s s|!c2 d c3
        2 4c2=True 0/0; 2 4d=ValueError 0/0; 2 4c3=True 0/0; 3 0s 0/0; 3 1s 0/0; 3 1p496 1/1 full; 3 3s=CancelledError 1/1 full; 3 2g=CancelledError 1/1 full; 4 0g=496 0/1; 4 0p180 1/2 full; 16 0p602=CancelledError 1/2 full; 16 end 1/2 full
        0|!g c2 x p970 p701|j c0 s s|g p451 x|s g G s p630
        2 1j 0/0; 2 1c0=True 0/0; 3 0g=CancelledError 0/0; 3 1s 0/0; 3 3s 0/0; 4 1s 0/0; 16 2g=CancelledError 0/0; 16 3g=CancelledError 0/0; 16 end 0/0
        0|g p293 s|!p368 j|!s c0 p173 P678 c3|!p879 c0 c1 p549
        2 1p368 1/1; 2 3p879 2/2; 2 3c0=True 2/2; 2 3c1=True 2/2; 2 3p549 3/3; 3 0g=CancelledError 3/3; 3 0p293 4/4; 3 2s 4/4; 3 2c0=True 4/4; 3 2p173 5/5; 3 2P678 6/6; 3 2c3=False 6/6; 3 1j=CancelledError 6/6; 4 0s=CancelledError 6/6; 15 end 6/6
        1|p747 s|s c5 P0|p536 g s c4 s|!s p463 c1 s c2|!g s j|s c2 c1 p524 c3 c5 g
        2 0p747 1/1 full; 2 4g=747 0/1; 3 0s 0/1; 3 1s 0/1; 3 1c5=True 0/1; 3 1P0 1/2 full; 3 3s 1/2 full; 3 4s 1/2 full; 3 5s=CancelledError 1/2 full; 3 5c2=True 1/2 full; 3 5c1=False 1/2 full; 4 2p536=CancelledError 1/2 full; 4 2g=0 0/2; 5 3p463 1/3 full; 5 3c1=False 1/3 full; 5 2s 1/3 full; 5 2c4=True 1/3 full; 6 3s 1/3 full; 6 3c2=True 1/3 full; 6 4j=CancelledError 1/3 full; 6 2s=CancelledError 1/3 full; 16 5p524=CancelledError 1/3 full; 16 end 1/3 full
        0|!c0 p25 c1 x j|!c2 p668 s d|j c1 c1
        2 0c0=True 0/0; 2 0p25 1/1; 2 0c1=True 1/1; 2 0x 1/1; 3 0j=CancelledError 1/1; 16 2j=CancelledError 1/1; 16 end 1/1
        2|!g g p516 c0 p782|!c0 p633 p324|c1 d j d
        2 1c0=True 0/0; 2 1p633 1/1; 2 1p324 2/2 full; 2 2c1=False 2/2 full; 2 2d 2/1 full; 3 0g=CancelledError 2/1 full; 16 2j=CancelledError 2/1 full; 16 end 2/1 full
        """;

    internal const string PriorityQueue = """
        1|s p944 c0 p995 j c3|c1 g|G p470 p202|!s d|p930 p854 g g s
        2 1c1=True 0/0; 2 2G=QueueEmpty 0/0; 2 2p470 1/1 full; 3 0s 1/1 full; 3 1g=CancelledError 1/1 full; 3 3s 1/1 full; 3 3d 1/0 full; 16 0p944=CancelledError 1/0 full; 16 2p202=CancelledError 1/0 full; 16 4p930=CancelledError 1/0 full; 16 end 1/0 full
        0|s s p257|g g|G c2 g c2 s c0|s s g c0 c2 g|!c2 s s|c5 s s
        2 2G=QueueEmpty 0/0; 2 2c2=True 0/0; 2 4c2=True 0/0; 2 5c5=True 0/0; 3 0s 0/0; 3 2g=CancelledError 0/0; 3 2c2=True 0/0; 3 3s 0/0; 3 4s 0/0; 3 5s=CancelledError 0/0; 4 0s 0/0; 4 0p257 1/1; 4 2s=CancelledError 1/1; 4 2c0=False 1/1; 4 3s 1/1; 4 3g=257 0/1; 4 3c0=False 0/1; 4 3c2=False 0/1; 4 4s 0/1; 4 5s 0/1; 16 1g=CancelledError 0/1; 16 3g=CancelledError 0/1; 16 end 0/1
        1|d g g j c3 g G|!p191 p355 p815 c0|!p0 g p238 g p295|c2 g s c3 j|G p76 g g c4 d
        2 0d=ValueError 0/0; 2 1p191 1/1 full; 2 3c2=True 1/1 full; 2 3g=191 0/1; 2 4G=QueueEmpty 0/1; 2 4p76 1/2 full; 2 4g=76 0/2; 3 2p0=CancelledError 0/2; 3 1p355 1/3 full; 3 3s 1/3 full; 3 3c3=True 1/3 full; 4 4g=355 0/3; 4 4c4=True 0/3; 4 4d 0/2; 4 3j=CancelledError 0/2; 5 1p815 1/3 full; 5 1c0=True 1/3 full; 6 0g=CancelledError 1/3 full; 6 0g=815 0/3; 16 0j=CancelledError 0/3; 16 end 0/3
        2|c3 p279 g g|c0 c2 g|s c0 g s g g|!g c4 c1|!c4 s
        2 0c3=True 0/0; 2 0p279 1/1; 2 0g=279 0/1; 2 1c0=True 0/1; 2 1c2=True 0/1; 2 4c4=True 0/1; 3 0g=CancelledError 0/1; 3 4s=CancelledError 0/1; 16 1g=CancelledError 0/1; 16 end 0/1
        2|!G g|!p401 g j|c0 c0 g s g
        2 0G=QueueEmpty 0/0; 2 1p401 1/1; 2 1g=401 0/1; 2 2c0=True 0/1; 2 2c0=True 0/1; 3 0g=CancelledError 0/1; 16 1j=CancelledError 0/1; 16 2g=CancelledError 0/1; 16 end 0/1
        1|g P889 c1 c0 c0 p347|p923 c0 p244
        2 1p923 1/1 full; 2 1c0=True 1/1 full; 3 0g=CancelledError 1/1 full; 3 0P889=QueueFull 1/1 full; 3 0c1=True 1/1 full; 3 0c0=True 1/1 full; 3 0c0=True 1/1 full; 4 1p244=CancelledError 1/1 full; 4 0p347=CancelledError 1/1 full; 15 end 1/1 full
        1|G c0|p578 p605 d p301 s g|!j g p269|!P851 s s s c2
        2 0G=QueueEmpty 0/0; 2 0c0=True 0/0; 2 1p578 1/1 full; 2 3P851=QueueFull 1/1 full; 3 3s 1/1 full; 4 3s 1/1 full; 5 3s 1/1 full; 5 3c2=True 1/1 full; 6 2j=CancelledError 1/1 full; 16 1p605=CancelledError 1/1 full; 16 end 1/1 full
        2|g s g g j|c0 c0 g c4|p685 s g p5|g c4 s|p745 j d p22 g|G d d
        2 1c0=True 0/0; 2 1c0=True 0/0; 2 2p685 1/1; 2 3g=685 0/1; 2 3c4=True 0/1; 2 5G=QueueEmpty 0/1; 2 5d 0/0; 2 5d=ValueError 0/0; 3 0g=CancelledError 0/0; 3 2s 0/0; 3 3s 0/0; 4 0s 0/0; 16 0g=CancelledError 0/0; 16 1g=CancelledError 0/0; 16 2g=CancelledError 0/0; 16 end 0/0
        2|g p975|p280 s P241 j|d g g c3 g|c0 s g s
        2 1p280 1/1; 2 2d 1/0; 2 2g=280 0/0; 2 3c0=True 0/0; 3 0g=CancelledError 0/0; 3 0p975 1/1; 3 1s 1/1; 3 1P241 2/2 full; 3 3s 2/2 full; 3 3g=241 1/2; 4 2g=975 0/2; 4 2c3=True 0/2; 4 3s=CancelledError 0/2; 16 1j=CancelledError 0/2; 16 2g=CancelledError 0/2; 16 end 0/2
        1|p266 c3 p112|!p452 p643 P339|!j g p41|p279 p497 p169 g c0|!c4 c1 d g|c2 g G
        2 0p266 1/1 full; 2 0c3=True 1/1 full; 2 4c4=True 1/1 full; 2 4c1=True 1/1 full; 2 4d 1/0 full; 2 4g=266 0/0; 2 5c2=True 0/0; 3 1p452=CancelledError 0/0; 3 2j=CancelledError 0/0; 3 0p112 1/1 full; 4 5g=112 0/1; 4 5G=QueueEmpty 0/1; 15 end 0/1
        2|!g s|p56 s|j p220|!s j|!g p517 s c3
        2 1p56 1/1; 2 4g=56 0/1; 2 4p517 1/2; 3 0g=517 0/2; 3 1s 0/2; 3 3s 0/2; 3 4s 0/2; 3 4c3=True 0/2; 4 0s 0/2; 4 3j=CancelledError 0/2; 16 2j=CancelledError 0/2; 16 end 0/2
        1|p780 p587 c2 X p659|!P269 p971 p853 c0 j g|p798 g p823 p253 g|!c1 s s|g s g
        2 0p780 1/1 full; 2 1P269=QueueFull 1/1 full; 2 3c1=True 1/1 full; 2 4g=780 0/1; 3 1p971=CancelledError 0/1; 3 3s 0/1; 3 0p587 1/2 full; 3 0c2=True 1/2 full; 3 0X 0/1; 3 0p659=QueueShutDown 0/1; 3 4s 0/1; 3 4g=QueueShutDown 0/1; 4 3s 0/1; 4 2p798=CancelledError 0/1; 4 2g=QueueShutDown 0/1; 4 2p823=QueueShutDown 0/1; 4 2p253=QueueShutDown 0/1; 4 2g=QueueShutDown 0/1; 15 end 0/1
        1|!c2 G g g g c3|!p981 g c0 c2 s c4 j|!p673 p198 d c5 G|!c2 p687 g g c3 c5|!c0 p553|s g s s
        2 0c2=True 0/0; 2 0G=QueueEmpty 0/0; 2 1p981 1/1 full; 2 1g=981 0/1; 2 1c0=True 0/1; 2 1c2=True 0/1; 2 3c2=False 0/1; 2 3p687 1/2 full; 2 3g=687 0/2; 2 4c0=True 0/2; 2 4p553 1/3 full; 3 0g=CancelledError 1/3 full; 3 1s 1/3 full; 3 1c4=False 1/3 full; 3 3g=553 0/3; 3 3c3=True 0/3; 3 3c5=True 0/3; 3 5s=CancelledError 0/3; 16 1j=CancelledError 0/3; 16 5g=CancelledError 0/3; 16 end 0/3
        1|!g s|!c1 c0 c2 d g|c1 d c2
        2 1c1=True 0/0; 2 1c0=True 0/0; 2 1c2=True 0/0; 2 1d=ValueError 0/0; 3 0g=CancelledError 0/0; 3 1g=CancelledError 0/0; 15 end 0/0
        2|g s p762 g|c1 j g c1
        2 1c1=True 0/0; 2 1j 0/0; 3 1g=CancelledError 0/0; 3 1c1=True 0/0; 16 0g=CancelledError 0/0; 16 end 0/0
        1|!j p101 p991|s s g p28|!p350 s|g j p153 p344 j c3|c3 s p364 c4 p646 d
        2 0j 0/0; 2 0p101 1/1 full; 2 3g=101 0/1; 2 4c3=True 0/1; 3 1s 0/1; 3 0p991 1/2 full; 3 3j=CancelledError 1/2 full; 3 4s 1/2 full; 4 1s 1/2 full; 4 1g=991 0/2; 4 1p28 1/3 full; 16 2p350=CancelledError 1/3 full; 16 3p153=CancelledError 1/3 full; 16 4p364=CancelledError 1/3 full; 16 end 1/3 full
        1|!g g|p874 g|g p988 s g|p862 G p336 c2 j c0|c1 j G
        2 1p874 1/1 full; 2 1g=874 0/1; 2 3p862 1/2 full; 2 3G=862 0/2; 2 3p336 1/3 full; 2 3c2=True 1/3 full; 2 4c1=False 1/3 full; 3 0g=336 0/3; 3 2g=CancelledError 0/3; 3 2p988 1/4 full; 4 0g=988 0/4; 4 2s 0/4; 16 2g=CancelledError 0/4; 16 3j=CancelledError 0/4; 16 4j=CancelledError 0/4; 16 end 0/4
        2|c2 s c2 g|s c1 j|!d G g|!c0 p809 c0 g c1
        2 0c2=True 0/0; 2 3c0=True 0/0; 2 3p809 1/1; 2 3c0=True 1/1; 2 3g=809 0/1; 2 3c1=True 0/1; 3 0s=CancelledError 0/1; 3 0c2=False 0/1; 3 1s=CancelledError 0/1; 3 1c1=True 0/1; 4 1j=CancelledError 0/1; 16 0g=CancelledError 0/1; 16 end 0/1
        1|!s g G g s g|g c4 s c0 g|c4 s p710|!c3 c2 P292 g|!c3 s c2 x p117
        2 2c4=True 0/0; 2 3c3=True 0/0; 2 3c2=True 0/0; 2 3P292 1/1 full; 2 3g=292 0/1; 3 0s 0/1; 3 2s=CancelledError 0/1; 3 2p710 1/2 full; 3 1g=710 0/2; 3 1c4=False 0/2; 4 1s 0/2; 4 1c0=True 0/2; 5 0g=CancelledError 0/2; 16 1g=CancelledError 0/2; 16 end 0/2
        1|!G g g P817|!g g j d|!s p20 p715 c0 p94
        2 0G=QueueEmpty 0/0; 3 2s 0/0; 3 2p20 1/1 full; 4 0g=20 0/1; 5 2p715 1/2 full; 5 2c0=True 1/2 full; 6 1g=715 0/2; 6 0g=CancelledError 0/2; 7 2p94 1/3 full; 8 1g=94 0/3; 16 1j=CancelledError 0/3; 16 end 0/3
        """;

    internal const string LifoQueue = """
        2|!c1 s|c1 s c2 p919|!c2 p214 g g|!P814 c1 j s|p870 s|s c0 c2 c0 s j
        2 0c1=True 0/0; 2 2c2=True 0/0; 2 2p214 1/1; 2 2g=214 0/1; 2 3P814 1/2; 2 3c1=False 1/2; 2 4p870 2/3 full; 3 0s 2/3 full; 3 2g=CancelledError 2/3 full; 3 4s 2/3 full; 3 5s 2/3 full; 3 5c0=False 2/3 full; 3 5c2=False 2/3 full; 3 5c0=False 2/3 full; 4 5s 2/3 full; 16 3j=CancelledError 2/3 full; 16 5j=CancelledError 2/3 full; 16 end 2/3 full
        1|g g c1|G p692 p110|!g G c1
        2 1G=QueueEmpty 0/0; 2 1p692 1/1 full; 2 2g=692 0/1; 2 2G=QueueEmpty 0/1; 2 2c1=True 0/1; 3 1p110=CancelledError 0/1; 16 0g=CancelledError 0/1; 16 end 0/1
        1|s s g|s s|s s c2 g
        3 0s 0/0; 3 1s 0/0; 3 2s 0/0; 4 0s 0/0; 4 1s 0/0; 4 2s 0/0; 4 2c2=True 0/0; 5 2g=CancelledError 0/0; 16 0g=CancelledError 0/0; 16 end 0/0
        1|!g c2 c0|!p564 c2|s P291 p22|!c0 p932 c1 d s
        2 1p564 1/1 full; 2 1c2=True 1/1 full; 2 3c0=True 1/1 full; 3 0g=CancelledError 1/1 full; 16 3p932=CancelledError 1/1 full; 16 end 1/1 full
        0|!g c4|c0 s s g|!g c0 g d c1|!c0 d s p794|!s s g d c4 d g p255|c2 s s g c3
        2 1c0=True 0/0; 2 3c0=True 0/0; 2 3d=ValueError 0/0; 2 5c2=True 0/0; 3 0g=CancelledError 0/0; 3 1s 0/0; 3 3s 0/0; 3 3p794 1/1; 3 4s 1/1; 3 2g=CancelledError 1/1; 3 5s 1/1; 4 1s 1/1; 4 1g=794 0/1; 4 4s 0/1; 4 5s 0/1; 16 4g=CancelledError 0/1; 16 5g=CancelledError 0/1; 16 end 0/1
        1|!p635 p591 s j c3|!j p191 g s|g g c2 c0|!p303 p211 s
        2 0p635 1/1 full; 2 2g=635 0/1; 2 3p303 1/2 full; 3 2g=303 0/2; 3 2c2=True 0/2; 3 2c0=True 0/2; 4 3p211 1/3 full; 4 0p591=CancelledError 1/3 full; 5 3s 1/3 full; 16 1j=CancelledError 1/3 full; 16 end 1/3 full
        2|!g c5 p199 p781 c1|p454 g g p369|g G s d p750|!c2 P292 p476 G s|p340 c0|s x c5
        2 1p454 1/1; 2 1g=454 0/1; 2 3c2=True 0/1; 2 3P292 1/2; 2 3p476 2/3 full; 2 3G=476 1/3; 2 4p340 2/4 full; 2 4c0=True 2/4 full; 3 0g=CancelledError 2/4 full; 3 2g=CancelledError 2/4 full; 3 2G=340 1/4; 3 1g=292 0/4; 3 1p369 1/5; 3 3s 1/5; 3 5s 1/5; 3 5x 1/5; 3 5c5=True 1/5; 4 2s 1/5; 4 2d 1/4; 4 2p750=QueueShutDown 1/4; 15 end 1/4
        1|p865 p362|p940 c4|g s j|g p120|c4 p740 p152
        2 0p865 1/1 full; 2 2g=865 0/1; 2 4c4=True 0/1; 2 4p740 1/2 full; 3 2s 1/2 full; 3 3g=740 0/2; 3 3p120 1/3 full; 3 4p152=CancelledError 1/3 full; 16 0p362=CancelledError 1/3 full; 16 1p940=CancelledError 1/3 full; 16 2j=CancelledError 1/3 full; 16 end 1/3 full
        0|g s c3 p122 g g|s c2 c3|c2 g j|c0 p164 c4 p586 c1|c0 c3 x g
        2 2c2=True 0/0; 2 3c0=True 0/0; 2 3p164 1/1; 2 3c4=True 1/1; 2 3p586 2/2; 2 3c1=True 2/2; 3 1s=CancelledError 2/2; 3 1c2=True 2/2; 3 1c3=False 2/2; 3 2g=CancelledError 2/2; 3 0g=CancelledError 2/2; 4 0s 2/2; 4 0c3=False 2/2; 4 0p122 3/3; 4 0g=122 2/3; 4 0g=586 1/3; 16 2j=CancelledError 1/3; 16 end 1/3
        1|p416 p992 p28|c5 p742 g|!P946 P828 c5 g x c1 p19|!s g|g j c1 s|!s p364 s p313 d
        2 0p416 1/1 full; 2 1c5=True 1/1 full; 2 2P946=QueueFull 1/1 full; 2 2P828=QueueFull 1/1 full; 2 2c5=True 1/1 full; 2 2g=416 0/1; 2 2x 0/1; 2 2c1=True 0/1; 2 2p19=QueueShutDown 0/1; 2 4g=QueueShutDown 0/1; 3 0p992=QueueShutDown 0/1; 3 0p28=QueueShutDown 0/1; 3 1p742=CancelledError 0/1; 3 1g=QueueShutDown 0/1; 3 3s 0/1; 3 3g=QueueShutDown 0/1; 16 4j=CancelledError 0/1; 16 end 0/1
        1|s s G s g|!s c1 p832 j
        3 0s 0/0; 3 1s 0/0; 3 1c1=True 0/0; 3 1p832 1/1 full; 4 0s 1/1 full; 4 0G=832 0/1; 4 1j=CancelledError 0/1; 5 0s 0/1; 16 0g=CancelledError 0/1; 16 end 0/1
        1|c1 c0 p803 p420 G|G G p988|!p906 g s|p177 j c0 p95 c4 p836|c2 s d
        2 0c1=True 0/0; 2 0c0=True 0/0; 2 0p803 1/1 full; 2 4c2=True 1/1 full; 3 0p420=CancelledError 1/1 full; 3 0G=803 0/1; 3 2p906=CancelledError 0/1; 3 4s 0/1; 3 4d 0/0; 4 3p177 1/1 full; 16 3j=CancelledError 1/1 full; 16 end 1/1 full
        2|g g s p825|s c0 c2 s c2|s s p812|d g s|s c4
        2 3d=ValueError 0/0; 3 1s 0/0; 3 1c0=True 0/0; 3 1c2=True 0/0; 3 2s=CancelledError 0/0; 3 4s 0/0; 3 4c4=True 0/0; 4 0g=CancelledError 0/0; 4 1s 0/0; 4 1c2=True 0/0; 4 2s=CancelledError 0/0; 4 2p812 1/1; 5 3g=812 0/1; 6 3s 0/1; 16 0g=CancelledError 0/1; 16 end 0/1
        1|p763 p759 c3 P860 c2 c3|j p406 c3|!c1 g p724 p238|!P491 c1 x
        2 0p763 1/1 full; 2 2c1=True 1/1 full; 2 2g=763 0/1; 2 2p724 1/2 full; 2 3P491=QueueFull 1/2 full; 2 3c1=True 1/2 full; 2 3x 1/2 full; 3 1j=CancelledError 1/2 full; 3 1p406=QueueShutDown 1/2 full; 3 1c3=False 1/2 full; 3 0p759=QueueShutDown 1/2 full; 3 0c3=False 1/2 full; 3 0P860=QueueShutDown 1/2 full; 3 0c2=True 1/2 full; 3 0c3=False 1/2 full; 3 2p238=CancelledError 1/2 full; 15 end 1/2 full
        1|s g c0 g|p60 p696 g P836 s|g s p498|!c2 s j d
        2 1p60 1/1 full; 2 2g=60 0/1; 2 3c2=True 0/1; 3 0s 0/1; 3 1p696 1/2 full; 3 1g=696 0/2; 3 1P836 1/3 full; 3 2s=CancelledError 1/3 full; 3 3s 1/3 full; 4 0g=836 0/3; 4 0c0=True 0/3; 4 1s 0/3; 5 2p498 1/4 full; 5 0g=CancelledError 1/4 full; 16 3j=CancelledError 1/4 full; 16 end 1/4 full
        0|!c5 s g P571 j|!j p807|g g|c2 s c2 s g|c5 g p792 j|!g c1 g s j p187 s
        2 0c5=True 0/0; 2 1j 0/0; 2 1p807 1/1; 2 2g=807 0/1; 2 3c2=True 0/1; 2 4c5=True 0/1; 3 0s 0/1; 3 2g=CancelledError 0/1; 3 3s 0/1; 3 3c2=False 0/1; 4 3s 0/1; 16 0g=CancelledError 0/1; 16 3g=CancelledError 0/1; 16 4g=CancelledError 0/1; 16 end 0/1
        2|g d G p362|p686 s c3 s c2|!s p359|!d p345 p895 p318 s|!s c4|P286 p793 p386
        2 1p686 1/1; 2 3d 1/0; 2 3p345 2/1 full; 2 5P286=QueueFull 2/1 full; 3 0g=345 1/1; 3 0d 1/0; 3 0G=686 0/0; 3 0p362 1/1; 3 1s 1/1; 3 1c3=True 1/1; 3 2s 1/1; 3 2p359 2/2 full; 3 4s 2/2 full; 3 4c4=True 2/2 full; 4 3p895=CancelledError 2/2 full; 4 1s 2/2 full; 4 1c2=False 2/2 full; 16 5p793=CancelledError 2/2 full; 16 end 2/2 full
        0|d P138 s j|!g j c0 G|c3 g c2 s c2|s j x|c3 p702 j s|p271 d p882 c4 j s g
        2 0d=ValueError 0/0; 2 0P138 1/1; 2 1g=138 0/1; 2 2c3=True 0/1; 2 4c3=False 0/1; 2 4p702 1/2; 2 5p271 2/3; 2 5d 2/2; 2 5p882 3/3; 2 5c4=True 3/3; 3 0s 3/3; 3 2g=882 2/3; 3 2c2=True 2/3; 3 4j=CancelledError 2/3; 4 2s=CancelledError 2/3; 4 2c2=True 2/3; 4 4s 2/3; 16 0j=CancelledError 2/3; 16 1j=CancelledError 2/3; 16 5j=CancelledError 2/3; 16 end 2/3
        1|!c0 g g g c0|g s P288 s p237 p182|g p537 c4 p664|c2 c3 p590 s|g p923 g p369 s
        2 0c0=True 0/0; 2 3c2=True 0/0; 2 3c3=True 0/0; 2 3p590 1/1 full; 2 4g=590 0/1; 2 4p923 1/2 full; 2 4g=923 0/2; 2 4p369 1/3 full; 3 0g=CancelledError 1/3 full; 3 2g=CancelledError 1/3 full; 3 1g=369 0/3; 3 3s=CancelledError 0/3; 3 4s 0/3; 4 2p537 1/4 full; 4 2c4=False 1/4 full; 4 1s 1/4 full; 4 1P288=QueueFull 1/4 full; 5 1s 1/4 full; 16 1p237=CancelledError 1/4 full; 16 2p664=CancelledError 1/4 full; 16 end 1/4 full
        1|p896 c3 j c5|s x j p276|g d p3 c0|g d j p828|G p954 s|!g s p461
        2 0p896 1/1 full; 2 0c3=True 1/1 full; 2 2g=896 0/1; 2 2d 0/0; 2 2p3 1/1 full; 2 2c0=True 1/1 full; 2 4G=3 0/1; 2 4p954 1/2 full; 2 5g=954 0/2; 3 1s 0/2; 3 1x 0/2; 3 0j=CancelledError 0/2; 3 0c5=True 0/2; 3 4s 0/2; 3 5s=CancelledError 0/2; 16 1j=CancelledError 0/2; 16 end 0/2
        """;
}
