using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>How sources are read: what the decoder is given of them, and the state it begins with.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private void EncodeDoc()
    {
        _writer.Line("/// <summary>Encodes the sources: the memory that the decoder reads, and the decoder's initial state.</summary>");
        _writer.Line($"/// <param name=\"source\">{InputDoc(_encoder.Input)}</param>")
            .Line(TakesLengths
                ? SourceLengthsDoc
                : "/// <param name=\"sourceLengths\"><c>null</c>: images have none.</param>");
    }

    private void EmitEncode()
    {
        var carries = _encoder.CarriesState;
        var hasVector = _encoder.Output is VectorShape;
        if (!TakesLengths)
        {
            _writer.Line("if (sourceLengths is not null)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}(\"Images have no lengths.\", {_names.NameOf("sourceLengths")});");
            }

            _writer.Line();
        }

        _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();").Line();
        List<Statement> statements = [];
        var needsState = carries && (_encoderDecoder.Bridge is BridgeKind.Last or BridgeKind.Dense || _decoder.Context is not null);
        var read = "source";
        if (_decoder.Copy is { Extra: > 0 } copy)
        {
            read = "words";
            statements.Add(new Statement("Tokens beyond the vocabulary are read as the unknown token.",
                $"var {read} = {_names["PointerGenerator"]}.ReplaceExtraWords(source, Encoder.{_encoder.Layers[0].Property}.weight!.size(0), {Literal.Of(copy.Extra)}, {Literal.Of(copy.Unknown)}, {_names.NameOfModel});", _encoder.Input.ToString()));
        }

        statements.Add(new Statement(
            "Encoder: " + (carries ? "the output at every step" + (needsState ? " and the final state." : ".") : hasVector ? "one vector per source." : "the output at every position."),
            $"var {(carries ? $"(output, {(needsState ? "known" : "_")})" : "output")} = Encoder.call({read}{(TakesLengths ? ", sourceLengths" : "")});",
            _encoder.Output.ToString()));
        var lengths = TakesLengths ? "sourceLengths" : "null";
        if (TakesLengths && (Attends || _encoderDecoder.Bridge is BridgeKind.Mean or BridgeKind.DenseMean))
        {
            statements.Add(new Statement("The lengths, on the device of the source.", $"sourceLengths = {_names["Expect"]}.Lengths(sourceLengths, source, {_names.NameOfModel});", "[batch]"));
        }

        if (TakesLengths && _encoder.TimeOfLengths is not null && (Attends || _encoderDecoder.Bridge is BridgeKind.Mean or BridgeKind.DenseMean))
        {
            statements.Add(new Statement("The number of encoder outputs of each source.", "var lengths = sourceLengths is null ? null : Encoder.OutputLengths(sourceLengths);", "[batch]"));
            lengths = "lengths";
        }

        if (_decoder.Context is not null)
        {
            statements.Add(new Statement("One summary vector per source, which the decoder reads at every step.", $"var summary = {(hasVector ? "output" : LastHidden())};", $"[batch, {_encoderDecoder.SummarySize}]"));
        }

        if (_decoder.ReadsMemory)
        {
            List<string> given = [.. Attends ? ["output"] : Array.Empty<string>(), .. _decoder.Context is not null ? ["summary"] : Array.Empty<string>(), .. _decoder.Copy is null ? Array.Empty<string>() : ["source"], .. Attends ? [lengths] : Array.Empty<string>()];
            statements.Add(new Statement("The memory that the decoder reads.", $"var memory = Decoder.CreateMemory({string.Join(", ", given)});", "the same at every step"));
        }
        else
        {
            statements.Add(new Statement("The decoder reads the initial state only: the memory is empty.", $"var memory = new {_names["EncoderMemory"]} {{ Sources = output.size(0) }};", "empty"));
        }

        var initial = $"Decoder.InitialState({(_decoder.ReadsMemory ? "memory" : "output.size(0)")})";
        var set = Handed(lengths, statements).ToList();
        statements.Add(new Statement($"Initial decoder state: {Begins()}.",
            $"var state = {initial}{(set.Count == 0 ? "" : " with\n{\n    " + string.Join(",\n    ", set) + ",\n}")};",
            string.Join(", ", _plan.Decoder.State.Select(state => state.Shape).Distinct())));
        Statement.Write(statements, _writer);
        _writer.Line("return (memory.MoveToOuterDisposeScope(), state.MoveToOuterDisposeScope());");
    }

    /// <summary>The decoder's states that are not zeros, as a record's <c>with</c> sets them.</summary>
    private IEnumerable<string> Handed(string lengths, List<Statement> statements)
    {
        var bridges = _names["StateBridge"];
        var states = _plan.Decoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
        switch (_encoderDecoder.Bridge)
        {
            case BridgeKind.Last when _encoder.Output is VectorShape:
                return states.Where(IsFirstOfItsLayer).Select(state => $"{state.Name} = {_names.Torch}.stack([output])");

            case BridgeKind.Last:
                var from = _plan.Encoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
                return states.Zip(from, (state, one) => $"{state.Name} = {Joined(one)}");

            case BridgeKind.Mean:
                statements.Add(new Statement("The mean of the encoder outputs.", $"var mean = {_names["SequencePooling"]}.Mean(output, {lengths});", $"[batch, {_encoderDecoder.MemorySize}]"));
                return states.Where(IsFirstOfItsLayer).Select(state => $"{state.Name} = {bridges}.Repeat(mean, {Literal.Of(state.Rows)})");

            case BridgeKind.Dense:
                var all = _encoder.Output is VectorShape ? "output" : $"{bridges}.Join(known.Tensors)";
                statements.Add(new Statement("The final encoder states, concatenated.", $"var known{(_encoder.Output is VectorShape ? "" : "Vector")} = {all};", $"[batch, {EncoderDecoderBridges.Of(_encoderDecoder).FirstOrDefault()?.InputSize}]"));
                return EncoderDecoderBridges.Of(_encoderDecoder).Select(bridge => Dense(bridge, _encoder.Output is VectorShape ? "known" : "knownVector"));

            case BridgeKind.DenseMean:
                statements.Add(new Statement("The mean of the encoder outputs.", $"var mean = {_names["SequencePooling"]}.Mean(output, {lengths});", $"[batch, {_encoderDecoder.MemorySize}]"));
                return EncoderDecoderBridges.Of(_encoderDecoder).Select(bridge => Dense(bridge, "mean"));

            default:
                return [];
        }

        string Dense(EncoderDecoderBridge bridge, string vector) => $"{bridge.State} = {bridges}.Split({bridge.Property}.call({vector}).tanh(), {Literal.Of(bridge.Layers)})";

        string Joined(StateTensor one) => one.IsBidirectional
            ? $"{bridges}.Directions(known.{one.Name}, global::RnnDsl.Merge.{((RecurrentLayer)one.Layer).Options.Merge})"
            : $"known.{one.Name}.alias()";

        static bool IsFirstOfItsLayer(StateTensor state) => ((RecurrentLayer)state.Layer).States.First() == state.Kind;
    }

    /// <summary>The hidden state of the encoder's last layer, with both directions where it has two.</summary>
    private string LastHidden()
    {
        var state = _plan.Encoder.Recurrences[_plan.Encoder.Recurrences.Count - 1].State[0];
        var layer = (RecurrentLayer)state.Layer;
        return FinalStatePrinter.LastOf(layer.Bidirectional, layer.Options.Merge, $"known.{state.Name}", _names);
    }
}
