using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>What a decoder adds to the graphs of its encoder-decoder, which calls these methods.</summary>
internal sealed partial class OnnxFile
{
    private const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>What the decoder reads, as outputs of the encoder.</summary>
    private void EmitMemory()
    {
        var (graph, value) = (_names["OnnxGraph"], _names["OnnxValue"]);
        _writer.Line("/// <summary>Adds what the decoder reads at every step, and its initial state, to the outputs of an encoder.</summary>")
            .Line("/// <param name=\"graph\">The graph of the encoder.</param>")
            .Line("/// <param name=\"values\">The output of the encoder.</param>")
            .Line("/// <param name=\"lengths\">The lengths of its sequences; <c>null</c> where all positions are valid.</param>")
            .Line("/// <param name=\"summary\">The summary vector of the source; <c>null</c> for a decoder without one.</param>")
            .Line("/// <param name=\"states\">The initial states; <c>null</c> for zeros.</param>")
            .Line(ModelEmitter.Generated(_names)).Line(Hidden)
            .Line($"public void {OnnxNames.Memory}({graph} graph, {value} values, {value}? lengths, {value}? summary, {value}?[] states)");
        using (_writer.Braces())
        {
            if (_model.Attention is { } attention)
            {
                _writer.Line($"graph.Layer({Literal.Of(attention.Key)}).OutputMemory(values, lengths, {attention.Property}, {ConstructorEmitter.StoredSize(AttentionLayer.MemorySize)});");
            }

            if (_model.Context is { } context)
            {
                _writer.Line($"graph.Layer({Literal.Of(context.Key)}).OutputSummary(summary!.Value, {ConstructorEmitter.StoredSize(ContextLayer.SummarySize)});");
            }

            for (var i = 0; i < _states.Count; i++)
            {
                var (state, initial, _) = _states[i];
                _writer.Line($"graph.OutputState({Literal.Of(initial)}, {(state.Layer is RecurrentLayer ? $"states[{Literal.Of(i)}]" : "null")}, values, {Extent(state)});");
            }
        }
    }

    /// <summary>One step of the decoder.</summary>
    private void EmitStep()
    {
        var locals = new NameAllocator(OnnxNames.Locals.Concat(_model.Layers.Select(layer => layer.Property)));
        var input = locals.Allocate(_input);
        var body = new OnnxLayers(_plan, _names, input, _states.ToDictionary(state => state.State, state => locals.Allocate("initial" + state.State.Name)), isStep: true);
        _writer.Line("/// <summary>Adds one step of the decoder to a graph of its own.</summary>")
            .Line("/// <param name=\"graph\">The graph.</param>")
            .Line(ModelEmitter.Generated(_names)).Line(Hidden)
            .Line($"public void {OnnxNames.Step}({_names["OnnxGraph"]} graph)");
        using (_writer.Braces())
        {
            _writer.Line(_model.Input is SequenceShape features
                ? $"var {body.Current} = graph.StepFeatures({Literal.Of(_input)}, {ConstructorEmitter.StoredSize(features.Features)});"
                : $"var {body.Current} = graph.StepToken({Literal.Of(_input)});");
            if (_model.Attention is { } attention)
            {
                _writer.Line($"var memory = graph.Memory({attention.Property}, {ConstructorEmitter.StoredSize(AttentionLayer.MemorySize)});");
            }

            if (_model.Context is not null)
            {
                _writer.Line($"var summary = graph.Summary({ConstructorEmitter.StoredSize(ContextLayer.SummarySize)});");
            }

            if (_model.Copy is { } copy)
            {
                _writer.Line("var sourceTokens = graph.SourceTokens();");
                if (copy.Extra > 0)
                {
                    _writer.Line($"{body.Current} = graph.Layer({Literal.Of(copy.Key)}).ReplaceExtraWords({body.Current}, {ConstructorEmitter.StoredSize(copy.Vocabulary)}, {Literal.Of(copy.Unknown)});");
                }
            }

            foreach (var (state, initial, _) in _states)
            {
                _writer.Line($"var {body.Initial(state)} = graph.StateBefore({Literal.Of(initial)}, {Extent(state)});");
            }

            _writer.Line();
            EmitLayers(body);
            _writer.Line($"graph.StepOutput(\"output\", {body.Current}, {ConstructorEmitter.StoredSize(_model.Output.FeatureCount())});");
            if (body.Weights.Length > 0)
            {
                _writer.Line($"graph.StepOutput(\"weights\", {body.Weights}, null);");
            }

            foreach (var (state, _, final) in _states)
            {
                _writer.Line($"graph.StateAfter({Literal.Of(final)}, {body.Final(state)}, {Extent(state)});");
            }
        }

        EmitCells(body);
    }
}
