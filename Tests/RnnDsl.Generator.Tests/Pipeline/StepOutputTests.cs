using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>What flows through the pipeline is plain data: no symbol, no syntax, no position.</summary>
public sealed class StepOutputTests
{
    private const string Source =
        """
        using RnnDsl;

        namespace Models;

        public partial interface IOuter<T>
        {
            [SequenceModel]
            [Embedding("vocabSize", 4, Name = "embed")]
            [Lstm("hidden = 6", Layers = 2, Dropout = 0.5, Bidirectional = true)]
            [Activation(Activation.Relu)]
            [Gru(3, ResetAfter = false)]
            [LastState]
            [Dropout(0.1)]
            [Linear(2)]
            public partial class Everything;

            [SequenceModel]
            [Linear(0)]
            public partial class Broken : System.Exception
            {
                public int State => 0;
            }
        }
        """;

    [Theory]
    [InlineData(ModelGenerator.Declarations)]
    [InlineData(ModelGenerator.Models)]
    [InlineData(ModelGenerator.Sources)]
    public void Pipeline_step_outputs_hold_no_Roslyn_objects(string step)
    {
        var outputs = GeneratorRun.WithStepsOf(Source).Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value).ToList();

        Assert.Equal(2, outputs.Count);
        Assert.All(outputs, output => Assert.Empty(ObjectGraph.CompilerObjects(output, step)));
    }

    [Fact]
    public void Compilation_environment_holds_no_Roslyn_objects() =>
        Assert.Empty(ObjectGraph.CompilerObjects(CompilationEnvironment.Of(Compile.Source(Source), Targets.Names), "environment"));

    [Fact]
    public void Object_graph_search_covers_lists_and_base_classes()
    {
        var symbol = Compile.Source("class C;").GetTypeByMetadataName("C")!;

        Assert.Single(ObjectGraph.CompilerObjects(new[] { new Derived(symbol) }, "list"));
        Assert.Single(ObjectGraph.CompilerObjects((1, (object)symbol.Locations[0]), "pair"));
    }

    private class Holder(object? held)
    {
        private readonly object? _held = held;

        public override string ToString() => $"{_held}";
    }

    private sealed class Derived(ISymbol symbol) : Holder(symbol);
}
