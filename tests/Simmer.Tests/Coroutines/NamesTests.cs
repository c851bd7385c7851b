#pragma warning disable SIM001 // Coroutines are printed here, not run.
using Simmer.Tests.Support;
using static Simmer.Asyncio;

namespace Simmer.Tests.Coroutines;

/// <summary>How a coroutine prints: by the name of its method.</summary>
public sealed class NamesTests
{
    [Fact]
    public void A_method_by_its_name() => Assert.Equal("<coroutine Method>", Method().ToString());

    [Fact]
    public void A_method_with_a_result_by_its_name() => Assert.Equal("<coroutine MethodOfT>", MethodOfT().ToString());

    [Fact]
    public void A_generic_method_by_its_name() => Assert.Equal("<coroutine Generic>", Generic(1).ToString());

    [Fact]
    public void A_local_function_by_its_name()
    {
        Assert.Equal("<coroutine Local>", Local().ToString());

        static async Coroutine Local()
        {
        }
    }

    [Fact]
    public void A_lambda_by_the_method_it_stands_in()
    {
        Func<Coroutine> lambda = async () => { };

        Assert.Equal("<coroutine lambda in A_lambda_by_the_method_it_stands_in>", lambda().ToString());
    }

    [Fact]
    public void A_sleep_as_Sleep()
    {
        Assert.Equal("<coroutine Sleep>", Sleep(1).ToString());
    }

    [Fact]
    public void A_finished_one_as_finished()
    {
        TestLoop.Run(async () =>
        {
            Coroutine coroutine = Method();
            await coroutine;

            Assert.Equal("<finished coroutine>", coroutine.ToString());
        });
    }

    [Fact]
    public void The_default_value_as_none() => Assert.Equal("<no coroutine>", default(Coroutine).ToString());

    private static async Coroutine Method()
    {
    }

    private static async Coroutine<int> MethodOfT() => 1;

    private static async Coroutine<T> Generic<T>(T value) => value;
}
