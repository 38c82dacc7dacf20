using RnnDsl.Generator.Emit;
using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>
/// The runtime contains the loops of the cells for which libtorch has fused operations, as the compiler emits them: <c>BuiltInLoops.g.cs</c> and <c>BuiltInLoops.Kernels.g.cs</c>. What
/// differs is written beside them as <c>.received</c>.
/// </summary>
public sealed class BuiltInLoopsTests
{
    private static readonly (string Name, CellKind Cell, bool Relu)[] Cells =
        [("Elman", CellKind.Rnn, false), ("ElmanRelu", CellKind.Rnn, true), ("Gru", CellKind.Gru, false), ("Lstm", CellKind.Lstm, false)];

    private static readonly TypeDeclaration Class = ModelParser.Parse(
        Compile.Source("namespace RnnDsl.Torch.CompilerServices { using RnnDsl; [SequenceModel] [Features(3)] [Rnn(4)] internal static partial class BuiltInLoops; }")
            .GetTypeByMetadataName("RnnDsl.Torch.CompilerServices.BuiltInLoops")!,
        Targets.Names,
        CancellationToken.None).Type;

    [Fact]
    public void Loops_of_the_runtime_are_those_that_the_compiler_emits() => AssertWritten("BuiltInLoops.g.cs", Write(TorchNames.Usings, static (layer, loop, names, writer) =>
        new LoopClassEmitter(layer, loop, RowSchedule.Of(loop), new LoopScalars(layer, names), names, writer).Emit()));

    [Fact]
    public void Kernels_of_the_runtime_are_those_that_the_compiler_emits() => AssertWritten(
        "BuiltInLoops.Kernels.g.cs", Write(KernelFile.Imports, static (layer, loop, names, writer) => KernelFile.Emit(layer, loop, RowSchedule.Of(loop), names, writer)));

    private static string Write(IReadOnlyList<string> imports, Action<LayerReference, LoopSchedule, TypeNames, SourceWriter> emit) =>
        FileFrame.Write(Class, "for", imports, (names, writer) =>
        {
            writer.Line("partial class BuiltInLoops");
            using (writer.Braces())
            {
                foreach (var (name, cell, relu) in Cells)
                {
                    var layer = new RecurrentLayer(name, new RecurrenceOperation(cell, 3, 4, null, 1, false, new RecurrentOptions { Relu = relu }));
                    emit(layer.Reference, LoopSchedule.Of(EquationStep.OfBuiltIn(layer.Operation)), names, writer);
                    writer.Line();
                }
            }
        });

    private static void AssertWritten(string file, string emitted)
    {
        var path = Path.Combine(RepositoryFiles.CompilerServices, file);
        if (!File.Exists(path) || File.ReadAllText(path) != emitted)
        {
            File.WriteAllText(path.Replace(".g.cs", ".g.received", StringComparison.Ordinal), emitted);
            Assert.Fail($"{path} is not what the compiler emits. Read the file .g.received beside it, and move it over if it is better.");
        }
    }
}
