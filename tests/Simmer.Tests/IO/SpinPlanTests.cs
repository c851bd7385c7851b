namespace Simmer.Tests.IO;

public sealed class SpinPlanTests
{
    [Fact]
    public void A_look_that_has_paid_is_made_at_the_next_wait_too()
    {
        var plan = new SpinPlan(50_000);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(plan.Begin());
            plan.End(hasPaid: true);
        }
    }

    [Fact]
    public void A_look_that_found_nothing_is_left_out_at_twice_as_many_waits_each_time_up_to_1024()
    {
        var plan = new SpinPlan(50_000);
        int[] leftOut = new int[12];
        for (int i = 0; i < leftOut.Length; i++)
        {
            Assert.True(plan.Begin());
            plan.End(hasPaid: false);
            while (!plan.Begin())
            {
                leftOut[i]++;
            }
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024], leftOut);
    }

    [Fact]
    public void No_look_is_made_in_no_time() => Assert.False(new SpinPlan(0).Begin());

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("0", 0)]
    [InlineData("200", 200)]
    public void The_environment_sets_the_time(string? text, int microseconds) => Assert.Equal(microseconds, SpinPlan.Parse(text));

    [Theory]
    [InlineData("-1")]
    [InlineData("10001")]
    [InlineData("soon")]
    public void A_time_that_makes_no_sense_is_refused_with_what_to_do(string text) =>
        Assert.Contains($"SIMMER_SPIN_MICROSECONDS is '{text}'. Set it to", Assert.Throws<InvalidOperationException>(() => SpinPlan.Parse(text)).Message);
}
