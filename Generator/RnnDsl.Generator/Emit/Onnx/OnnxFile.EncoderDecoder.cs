using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The file of an encoder-decoder that writes itself as two ONNX files: the encoder, and one step of the decoder.</summary>
internal sealed partial class OnnxFile
{
    private const string EncoderFile = "encoder.onnx";

    private const string StepFile = "decoder-step.onnx";

    /// <summary>The file; null for an encoder-decoder that is not exported.</summary>
    public static string? Emit(EncoderDecoderPlan plan)
    {
        var encoderDecoder = plan.EncoderDecoder;
        return !encoderDecoder.ExportsOnnx ? null : FileFrame.Write(encoderDecoder.Type, "from the attribute of", (names, writer) =>
        {
            writer.Line($"partial {encoderDecoder.Type.Level.Keyword} {encoderDecoder.Type.Level.Display}");
            using (writer.Braces())
            {
                if (encoderDecoder.Errors.Count > 0)
                {
                    EmitBroken(encoderDecoder.Type, kind: null, encoderDecoder.Errors, names, writer);
                }
                else
                {
                    EmitBoth(plan, names, writer);
                }
            }
        });
    }

    private static void EmitBoth(EncoderDecoderPlan plan, TypeNames names, SourceWriter writer)
    {
        var (encoder, decoder) = (plan.EncoderDecoder.Encoder.Model, plan.EncoderDecoder.Decoder.Model);
        var files = $"<c>{EncoderFile}</c> and <c>{StepFile}</c>";
        writer.Line($"/// <summary>Writes the model as two ONNX files, IR 8 and opset 17, with its weights as float32: {files}. They compute what <c>Encode</c> and <c>Step</c> compute in evaluation mode.</summary>")
            .Line("/// <remarks>The encoder reads <c>source</c>. Its outputs are what the decoder reads at every step, and its initial state, under the names of the inputs of the step.</remarks>")
            .Line("/// <param name=\"folder\">The folder of the files, which is created if it is missing. Existing files are replaced.</param>")
            .Line($"/// <param name=\"options\">Whether the files read the lengths of the sources{(encoder.TakesLengths ? "" : "; images have none")}. <c>null</c>: they do not.</param>")
            .Line($"/// <exception cref=\"{names["NotSupportedException"]}\">The weights take more than the 2 GiB that an ONNX file holds.</exception>")
            .Line(ModelEmitter.Generated(names))
            .Line(Signature(names, "folder"));
        using (writer.Braces())
        {
            Open(writer, names);
            writer.Line()
                .Line("// The encoder, once for each source.")
                .Line($"var graph = new {names["OnnxGraph"]}({names.NameOfModel} + \"Encoder\", options);")
                .Line($"var source = Encoder.{EmittedMembers.OnnxInput}(graph, \"source\");")
                .Line($"{names["OnnxValue"]}? lengths = {(encoder.TakesLengths ? "graph.Lengths()" : "null")};");
            var read = "source";
            if (decoder.Copy is { Extra: > 0 } copy)
            {
                read = "words";
                writer.Line($"var words = graph.ReplaceExtraWords(source, Encoder.{encoder.Layers[0].Property}.weight!.size(0), {Literal.Of(copy.Unknown)});");
            }

            writer.Line($"var (output, outputLengths, final) = Encoder.{EmittedMembers.OnnxLayers}(graph, {read}, lengths, [{string.Join(", ", encoder.CarriesState ? plan.Encoder.State.Select(_ => "null") : [])}]);");
            var states = new List<string>();
            foreach (var line in Bridged(plan, states))
            {
                writer.Line(line);
            }

            var summary = "null";
            if (decoder.Context is not null)
            {
                writer.Line($"var summary = {(encoder.Output is VectorShape ? "output" : LastHidden(plan.Encoder))};");
                summary = "summary";
            }

            writer.Line($"Decoder.{EmittedMembers.OnnxMemory}(graph, output, outputLengths, {summary}, [{string.Join(", ", states)}]);")
                .Line($"graph.Write(global::System.IO.Path.Combine(folder, {Literal.Of(EncoderFile)}));")
                .Line()
                .Line("// One step of the decoder.")
                .Line($"var step = new {names["OnnxGraph"]}({names.NameOfModel} + \"Decoder\", {(encoder.TakesLengths ? "options" : "null")});")
                .Line($"Decoder.{EmittedMembers.OnnxStep}(step);")
                .Line($"step.Write(global::System.IO.Path.Combine(folder, {Literal.Of(StepFile)}));");
        }
    }

    /// <summary>The initial states of the decoder's recurrences, and the lines before them.</summary>
    private static IEnumerable<string> Bridged(EncoderDecoderPlan plan, List<string> initial)
    {
        var (encoderDecoder, encoder) = (plan.EncoderDecoder, plan.EncoderDecoder.Encoder.Model);
        var states = plan.Decoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
        var known = plan.Encoder.State.ToList();
        switch (encoderDecoder.Bridge)
        {
            case BridgeKind.Last when encoder.Output is VectorShape:
                initial.AddRange(states.Select(state => IsFirst(state) ? "graph.RepeatState(output, 1)" : "null"));
                break;

            case BridgeKind.Last:
                initial.AddRange(states.Select((_, i) => Merged(known[i], $"final[{Literal.Of(i)}]")));
                break;

            case BridgeKind.Mean:
                yield return "var mean = graph.Layer(\"bridge\").MeanOverTime(output, outputLengths);";
                initial.AddRange(states.Select(state => IsFirst(state) ? $"graph.RepeatState(mean, {Literal.Of(state.Rows)})" : "null"));
                break;

            case BridgeKind.Dense:
                yield return $"var known = {(encoder.Output is VectorShape ? "output" : $"graph.Layer(\"bridge\").JoinStates({string.Join(", ", known.Select((_, i) => $"final[{Literal.Of(i)}]"))})")};";
                initial.AddRange(EncoderDecoderBridges.Of(encoderDecoder).Select(bridge => Dense(bridge, "known")));
                break;

            case BridgeKind.DenseMean:
                yield return "var mean = graph.Layer(\"bridge\").MeanOverTime(output, outputLengths);";
                initial.AddRange(EncoderDecoderBridges.Of(encoderDecoder).Select(bridge => Dense(bridge, "mean")));
                break;

            default:
                initial.AddRange(states.Select(_ => "null"));
                break;
        }

        static bool IsFirst(StateTensor state) => ((RecurrentLayer)state.Layer).States.First() == state.Kind;

        static string Dense(EncoderDecoderBridge bridge, string vector) => $"graph.Layer({Literal.Of(bridge.Key)}).DenseState({vector}, {bridge.Property}, {Literal.Of(bridge.Layers)})";

        static string Merged(StateTensor state, string value) => state.IsBidirectional
            ? $"graph.MergeDirections({value}, {Literal.Of(state.Rows / 2)}{(((RecurrentLayer)state.Layer).Options.Merge == MergeKind.Concat ? "" : ", " + OnnxLayers.MergeOf((RecurrentLayer)state.Layer))})"
            : value;
    }

    /// <summary>The hidden state of the encoder's last layer, with both directions where it has two.</summary>
    private static string LastHidden(Plan encoder)
    {
        var state = encoder.Recurrences[encoder.Recurrences.Count - 1].State[0];
        var layer = (RecurrentLayer)state.Layer;
        return "graph." + OnnxLayers.LastState(layer, $"final[{Literal.Of(encoder.State.ToList().IndexOf(state))}]", state.Rows);
    }
}
