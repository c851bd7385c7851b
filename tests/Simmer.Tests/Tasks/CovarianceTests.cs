namespace Simmer.Tests.Tasks;

public sealed class CovarianceTests
{
    [Fact]
    public void What_returns_a_string_is_awaited_as_what_returns_an_object() => Asyncio.Run(AwaitAsObjects());

    private static async Coroutine AwaitAsObjects()
    {
        IAwaitable<object> task = Asyncio.CreateTask(Word());
        IAwaitable<object> shield = Asyncio.Shield(Asyncio.CreateTask(Word()));

        Assert.Equal(["word", "word"], await Asyncio.Gather([task, shield]));
        Assert.Equal("word", await Asyncio.WaitFor(task, 1));
        Assert.Equal("word", await Asyncio.Shield(shield));
    }

    private static async Coroutine<string> Word()
    {
        await Asyncio.Sleep(0);
        return "word";
    }
}
