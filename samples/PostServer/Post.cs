namespace Samples;

/// <summary>What the server has to say.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Delay">How long the server takes to answer.</param>
/// <param name="Text">The answer, in ASCII.</param>
internal sealed record Post(string Path, TimeSpan Delay, string Text)
{
    private static readonly Post[] s_posts =
    [
        Make(1, 0.8, "Boiling water", "While the pasta water boils, chop vegetables instead of staring at the pot."),
        Make(2, 1.0, "One chef", "Waiting time is productive time."),
        Make(3, 0.7, "Self-checkout", "Scan the next item while you bag the last."),
        Make(4, 0.9, "The sauce", "While the sauce simmers, plate the previous order."),
        Make(5, 0.6, "Structure", "Concurrency is about dealing with many things at once; parallelism is about doing them at once."),
    ];

    internal static IReadOnlyList<Post> All => s_posts;

    internal static Post? Find(string path) => Array.Find(s_posts, post => post.Path == path);

    private static Post Make(int id, double delay, string title, string body) => new(
        $"/posts/{id}",
        TimeSpan.FromSeconds(delay),
        $$"""
        {
          "id": {{id}},
          "title": "{{title}}",
          "body": "{{body}}"
        }
        """);
}
