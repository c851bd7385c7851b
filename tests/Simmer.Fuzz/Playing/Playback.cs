namespace Simmer.Fuzz;

/// <summary>Plays programs on Simmer so that one that hangs is a difference, not the end.</summary>
internal static class Playback
{
    internal static List<string> Play(Node program)
    {
        try
        {
            return Player.Play(program);
        }
        catch (Exception error)
        {
            return [$"BROKEN {error}"];
        }
    }
}
