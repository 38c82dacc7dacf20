using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>What a decoder adds to the graphs of its encoder-decoder, which calls these methods.</summary>
internal sealed partial class OnnxFile
{
    private const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>What the decoder reads, as outputs of the encoder.</summary>
    private void EmitMemory(GraphMemory memory)
    {
        var (graph, value) = (_names["OnnxGraph"], _names["OnnxValue"]);
        _writer.Line("/// <summary>Adds what the decoder reads at every step, and its initial state, to the outputs of an encoder.</summary>")
            .Line("/// <param name=\"graph\">The graph of the encoder.</param>")
            .Line("/// <param name=\"values\">The output of the encoder.</param>")
            .Line("/// <param name=\"lengths\">The lengths of its sequences; <c>null</c> where all positions are valid.</param>")
            .Line("/// <param name=\"summary\">The summary vector of the source; <c>null</c> for a decoder without one.</param>")
            .Line("/// <param name=\"states\">The initial states; <c>null</c> for zeros.</param>")
            .Line(_names.Generated).Line(Hidden)
            .Line($"public void {OnnxNames.Memory}({graph} graph, {value} values, {value}? lengths, {value}? summary, {value}?[] states)");
        using (_writer.Braces())
        {
            if (memory.Attention is { } attention)
            {
                _writer.Line($"{OnnxStatements.Of(attention)}.OutputMemory(values, lengths, {attention.Property}, {ConstructorEmitter.StoredSize(memory.ValueSize)});");
            }

            if (memory.Context is { } context)
            {
                _writer.Line($"{OnnxStatements.Of(context)}.OutputSummary(summary!.Value, {ConstructorEmitter.StoredSize(memory.SummarySize)});");
            }

            for (var i = 0; i < _states.Count; i++)
            {
                var (state, initial, _) = _states[i];
                _writer.Line($"graph.OutputState({Literal.Of(initial)}, {(state.IsOfRecurrence ? $"states[{Literal.Of(i)}]" : "null")}, values, {Extent(state)});");
            }
        }
    }

    /// <summary>One step of the decoder.</summary>
    private void EmitStep(GraphMemory memory)
    {
        var locals = new NameAllocator(OnnxNames.Locals.Concat(_plan.Methods.NamedMembers));
        var input = locals.Allocate(_input);
        var scope = new OnnxScope(_plan, input, _states.ToDictionary(state => state.State, state => locals.Allocate("initial" + state.State.Name)));
        _writer.Line("/// <summary>Adds one step of the decoder to a graph of its own.</summary>")
            .Line("/// <param name=\"graph\">The graph.</param>")
            .Line(_names.Generated).Line(Hidden)
            .Line($"public void {OnnxNames.Step}({_names["OnnxGraph"]} graph)");
        using (_writer.Braces())
        {
            _writer.Line(_graph.Shape is SequenceShape features
                ? $"var {input} = graph.StepFeatures({Literal.Of(_input)}, {ConstructorEmitter.StoredSize(features.Features)});"
                : $"var {input} = graph.StepToken({Literal.Of(_input)});");
            if (memory.Attention is { } attention)
            {
                _writer.Line($"var memory = graph.Memory({attention.Property}, {ConstructorEmitter.StoredSize(memory.ValueSize)});");
            }

            if (memory.Context is not null)
            {
                _writer.Line($"var summary = graph.Summary({ConstructorEmitter.StoredSize(memory.SummarySize)});");
            }

            if (memory.Copy is { } copy)
            {
                _writer.Line("var sourceTokens = graph.SourceTokens();");
                if (copy.Extra > 0)
                {
                    _writer.Line($"{input} = {OnnxStatements.Of(copy.Layer)}.ReplaceExtraWords({input}, {ConstructorEmitter.StoredSize(copy.Vocabulary)}, {Literal.Of(copy.Unknown)});");
                }
            }

            foreach (var (state, initial, _) in _states)
            {
                _writer.Line($"var {scope.Initial(state)} = graph.StateBefore({Literal.Of(initial)}, {Extent(state)});");
            }

            _writer.Line();
            EmitSteps(scope);
            _writer.Line($"graph.StepOutput(\"output\", {scope[_graph.Output]}, {ConstructorEmitter.StoredSize(_graph.OutputShape.FeatureCount())});");
            if (_graph.Weights is { } weights)
            {
                _writer.Line($"graph.StepOutput(\"weights\", {scope[weights]}, null);");
            }

            foreach (var (state, _, final) in _states)
            {
                _writer.Line($"graph.StateAfter({Literal.Of(final)}, {scope.Final(_graph.After(state))}, {Extent(state)});");
            }
        }

        EmitCells();
    }
}
