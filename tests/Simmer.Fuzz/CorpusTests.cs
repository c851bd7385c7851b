namespace Simmer.Fuzz;

public sealed class CorpusTests
{
    private const int Enough = 500;

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_recorded_program_leaves_the_trace_that_CPython_left()
    {
        int count = 0;
        foreach ((Node program, List<string> expected) in Corpus.Read())
        {
            count++;
            List<string> actual = Playback.Play(program);
            if (!actual.SequenceEqual(expected))
            {
                Assert.Fail($"Program {count} differs.\n{Report.Difference(program, expected, actual)}");
            }
        }

        Assert.True(count >= Enough, $"Only {count} programs are recorded.");
    }

    [Fact]
    public void A_difference_is_told_in_both_languages()
    {
        Node program = Node.Parse("(program lazy (do (sleep 1)))");
        string told = Report.Difference(program, ["2 Task-1 1 3"], ["2 Task-1 1 4"]);

        Assert.Contains("await asyncio.sleep(1)", told);
        Assert.Contains("await Sleep(1);", told);
        Assert.Contains("! 2 Task-1 1 3", told);
    }

    [Fact]
    public void A_program_is_read_as_it_was_written()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string text = Generator.Program(seed).ToString();
            Assert.Equal(text, Node.Parse(text).ToString());
        }
    }

    [Fact]
    public void A_differing_program_shrinks_to_what_makes_it_differ()
    {
        Node program = Generator.Program(3);
        int kept = 0;
        Node small = Shrinker.Shrink(program, candidate => ++kept > 0 && candidate.ToString().Contains("(program"));

        Assert.Equal("(program lazy (do))", small.ToString());
        Assert.InRange(kept, 1, program.Count);
    }
}
