using System.Reflection;
using System.Runtime.CompilerServices;

namespace Simmer.Tests.IO;

/// <summary>What makes the calls cheap that each message costs; <see cref="SoleAwait"/> tells why.</summary>
public sealed class FrameShapeTests
{
    [Theory, InlineData("<Send>"), InlineData("<ReceiveFromChannel>")]
    public void A_message_s_calls_keep_eight_bytes_of_awaiters(string method)
    {
        Type machine = Assert.Single(
            typeof(LoopStream).GetNestedTypes(BindingFlags.NonPublic),
            type => type.Name.StartsWith(method, StringComparison.Ordinal) && typeof(IAsyncStateMachine).IsAssignableFrom(type));
        IEnumerable<FieldInfo> awaiters = machine.GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(static field => field.Name.StartsWith("<>u__", StringComparison.Ordinal));
        Assert.Equal(8, awaiters.Sum(static field => RuntimeHelpers.SizeOf(field.FieldType.TypeHandle)));
    }
}
