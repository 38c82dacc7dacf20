using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Lowering.Operations;
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
                .Line($"var source = Encoder.{OnnxNames.Input}(graph, \"source\");")
                .Line($"{names["OnnxValue"]}? lengths = {(encoder.TakesLengths ? "graph.Lengths()" : "null")};");
            var read = "source";
            if (decoder.Copy is { Extra: > 0 } copy)
            {
                read = "words";
                writer.Line($"var words = graph.ReplaceExtraWords(source, Encoder.{encoder.Layers[0].Property}.weight!.size(0), {Literal.Of(copy.Unknown)});");
            }

            writer.Line($"var (output, outputLengths, final) = Encoder.{OnnxNames.Layers}(graph, {read}, lengths, [{string.Join(", ", encoder.CarriesState ? plan.Encoder.State.Select(_ => "null") : [])}]);");
            var states = plan.Encode!.Steps.OfType<InitialiseState>().Single().Bridged.Select(bridged => Initial(bridged, plan.Encoder));
            foreach (var line in BeforeStates(plan))
            {
                writer.Line(line);
            }

            var summary = "null";
            if (decoder.Context is not null)
            {
                writer.Line($"var summary = {(encoder.Output is VectorShape ? "output" : LastHidden(plan.Encoder))};");
                summary = "summary";
            }

            writer.Line($"Decoder.{OnnxNames.Memory}(graph, output, outputLengths, {summary}, [{string.Join(", ", states)}]);")
                .Line($"graph.Write(global::System.IO.Path.Combine(folder, {Literal.Of(EncoderFile)}));")
                .Line()
                .Line("// One step of the decoder.")
                .Line($"var step = new {names["OnnxGraph"]}({names.NameOfModel} + \"Decoder\", {(encoder.TakesLengths ? "options" : "null")});")
                .Line($"Decoder.{OnnxNames.Step}(step);")
                .Line($"step.Write(global::System.IO.Path.Combine(folder, {Literal.Of(StepFile)}));");
        }
    }

    /// <summary>The lines before the initial states of the decoder's recurrences.</summary>
    private static IEnumerable<string> BeforeStates(EncoderDecoderPlan plan)
    {
        var final = string.Join(", ", plan.Encoder.State.Select((_, i) => $"final[{Literal.Of(i)}]"));
        foreach (var step in plan.Encode!.Steps)
        {
            if (step is AverageOutputs)
            {
                yield return $"var {step.Output} = graph.Layer(\"bridge\").MeanOverTime(output, outputLengths);";
            }
            else if (step is JoinStates join)
            {
                yield return $"var {step.Output} = {join.Vector?.Name ?? $"graph.Layer(\"bridge\").JoinStates({final})"};";
            }
        }
    }

    private static string Initial(BridgedState bridged, Plan encoder) => bridged switch
    {
        ZeroState => "null",
        OutputState output => $"graph.RepeatState({output.Vector}, 1)",
        RepeatedState repeated => $"graph.RepeatState({repeated.Vector}, {Literal.Of(bridged.State.Rows)})",
        EncoderState { Of: var state } => Merged(state, $"final[{Literal.Of(encoder.State.ToList().IndexOf(state))}]"),
        DenseState { Bridge: var bridge, Vector: var vector } => $"graph.Layer({Literal.Of(bridge.Key)}).DenseState({vector}, {bridge.Property}, {Literal.Of(bridge.Layers)})",
        _ => throw new InvalidOperationException($"A {bridged.GetType().Name} has no node."),
    };

    private static string Merged(StateTensor state, string value) => state.IsBidirectional
        ? $"graph.MergeDirections({value}, {Literal.Of(state.Rows / 2)}{(((RecurrentLayer)state.Layer).Options.Merge == MergeKind.Concat ? "" : ", " + OnnxLayers.MergeOf((RecurrentLayer)state.Layer))})"
        : value;

    /// <summary>The hidden state of the encoder's last layer, with both directions where it has two.</summary>
    private static string LastHidden(Plan encoder)
    {
        var state = encoder.Recurrences[encoder.Recurrences.Count - 1].State[0];
        var layer = (RecurrentLayer)state.Layer;
        return "graph." + OnnxLayers.LastState(layer, $"final[{Literal.Of(encoder.State.ToList().IndexOf(state))}]", state.Rows);
    }
}
