namespace Simmer.Tests.Diagnostics;

/// <summary>The compiler's names of methods and state machines, and what the user wrote.</summary>
public sealed class MethodNamesTests
{
    [Theory]
    [InlineData("Fetch", "Fetch")]
    [InlineData("<Fetch>d__3", "Fetch")]
    [InlineData("<Fetch>d__3`1", "Fetch")]
    [InlineData("<<Main>g__Local|3_0>d", "Local")]
    [InlineData("<Main>g__Local|3_0", "Local")]
    [InlineData("<Main>g__Local", "Local")]
    [InlineData("<<Main>b__3_1>d", "lambda in Main")]
    [InlineData("<Main>b__3_1", "lambda in Main")]
    [InlineData("<<Main>$>d__0", "Main")]
    [InlineData("<Main>$", "Main")]
    [InlineData("<<<Main>$>b__0_1>d", "lambda in Main")]
    [InlineData("<<<Main>$>g__Hello|0_0>d", "Hello")]
    [InlineData("<.ctor>b__0_0", "lambda in constructor")]
    [InlineData(".cctor", "static constructor")]
    [InlineData("<Shop-IStore<System-Collections-Generic-List<System-Int32>>-Fetch>d__3", "Fetch")]
    [InlineData("<<Shop-IStore-Fetch>g__Local|3_0>d", "Local")]
    [InlineData("<Shop.IStore.Fetch>b__3_1", "lambda in Fetch")]
    [InlineData("Shop.IStore<System.Int32>.Fetch", "Fetch")]
    [InlineData("<>c", "<>c")]
    [InlineData("<broken", "<broken")]
    public void Are_turned_back(string compilers, string users) => Assert.Equal(users, MethodNames.Readable(compilers));

    [Fact]
    public void The_type_stands_in_front_unless_the_compiler_made_it()
    {
        string captured = "";
        Assert.Equal("MethodNamesTests.Fetch", MethodNames.Qualified(MachineOf(Fetch)));
        Assert.Equal("Local", MethodNames.Qualified(MachineOf((Func<Coroutine>)Local)));
        Assert.Equal(
            "lambda in The_type_stands_in_front_unless_the_compiler_made_it",
            MethodNames.Qualified(MachineOf((Func<Coroutine>)(async () => captured += "x"))));

        async Coroutine Local() => captured += "x";
    }

    private static Type MachineOf(Delegate method) =>
        ((System.Runtime.CompilerServices.AsyncStateMachineAttribute)Attribute.GetCustomAttribute(
            method.Method, typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute))!).StateMachineType;

    private static async Coroutine Fetch()
    {
    }
}
