namespace Simmer.Fuzz;

// Alone: it measures the memory of the process.
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
[Collection(nameof(SoakTests))]
public sealed class SoakTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Of_many_tasks_nothing_is_left()
    {
        Soak.Result result = Soak.Run(tasks: 50_000, seed: 1);

        Assert.Equal(0, result.TasksLeft);
        Assert.Equal(0, result.FramesLeft);
        Assert.Equal(0, result.TimersLeft);
        Assert.Equal(0, result.WaitersLeft);
        Assert.InRange(result.Grown, long.MinValue, 1024 * 1024);
    }
}
