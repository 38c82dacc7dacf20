using System.Globalization;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Where no gradient is wanted, a layer keeps its input projection and its outputs, and of everything else the present step.</summary>
[Collection(nameof(LoopMemoryTests))]
public sealed class LoopMemoryTests
{
    private const int Short = 20_000;
    private const int Long = 60_000;

    /// <summary>A value of each unit at one step.</summary>
    private const double Value = 128 * sizeof(float);

    [Theory]

    // The pre-activations of four gates, and the output.
    [InlineData(false, 5)]

    // The same before and after their normalisation; the output is allocated when the former are gone.
    [InlineData(true, 8)]
    public async Task Forward_pass_without_gradients_keeps_projection_and_outputs_only(bool isNormed, int values)
    {
        var growth = await BytesOfFurtherStep(isNormed, isRecorded: false);
        Assert.InRange(growth, 0.9 * values * Value, 1.15 * values * Value);
    }

    [Theory]
    [InlineData(false, 7)]
    [InlineData(true, 16)]
    public async Task Forward_pass_with_gradients_keeps_what_the_backward_pass_reads(bool isNormed, int values)
    {
        // The cell states, and the products before their normalisation.
        var growth = await BytesOfFurtherStep(isNormed, isRecorded: true);
        Assert.InRange(growth, 0.9 * values * Value, 1.5 * values * Value);
    }

    /// <summary>How much larger the process gets at its peak with each step.</summary>
    private static async Task<double> BytesOfFurtherStep(bool isNormed, bool isRecorded) =>
        (await Peak(isNormed, Long, isRecorded) - await Peak(isNormed, Short, isRecorded)) / (Long - Short);

    private static async Task<double> Peak(bool isNormed, int steps, bool isRecorded) => double.Parse(
        await KernelTestProcess.Run([LoopMemoryProgram.Name, isNormed.ToString(), steps.ToString(CultureInfo.InvariantCulture), isRecorded.ToString()], []), CultureInfo.InvariantCulture);
}
