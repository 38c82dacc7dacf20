using System.Runtime;
using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>What the build sets for every app that computes with TorchSharp.</summary>
public sealed class CollectorTests
{
    /// <summary>Interactive is the collector that runs beside the program.</summary>
    [Fact]
    public void Nothing_is_collected_while_libtorch_computes() => Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
}
