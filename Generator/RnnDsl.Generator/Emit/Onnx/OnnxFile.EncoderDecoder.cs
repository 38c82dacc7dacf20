using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The file of an encoder-decoder that writes itself as two ONNX files: the encoder, and one step of the decoder.</summary>
internal sealed partial class OnnxFile
{
    private const string EncoderFile = "encoder.onnx";

    private const string StepFile = "decoder-step.onnx";

    /// <summary>The file; null for an encoder-decoder that is not exported.</summary>
    public static string? Emit(EncoderDecoderPlan plan) => !plan.ExportsGraph ? null : FileFrame.Write(plan.Type, "from the attribute of", TorchNames.Usings, (names, writer) =>
    {
        writer.Line($"partial {plan.Type.Level.Keyword} {plan.Type.Level.Display}");
        using (writer.Braces())
        {
            if (plan.Encode is { } encode)
            {
                EmitBoth(plan, encode, names, writer);
            }
            else
            {
                EmitBroken(plan.Type, "folder", plan.Errors, names, writer);
            }
        }
    });

    private static void EmitBoth(EncoderDecoderPlan plan, EncodeMethod encode, TypeNames names, SourceWriter writer)
    {
        var takesLengths = plan.Forward.TakesLengths;
        var files = $"<c>{EncoderFile}</c> and <c>{StepFile}</c>";
        writer.Line($"/// <summary>Writes the model as two ONNX files, IR 8 and opset 17, with its weights as float32: {files}. They compute what <c>Encode</c> and <c>Step</c> compute in evaluation mode.</summary>")
            .Line("/// <remarks>The encoder reads <c>source</c>. Its outputs are what the decoder reads at every step, and its initial state, under the names of the inputs of the step.</remarks>")
            .Line("/// <param name=\"folder\">The folder of the files, which is created if it is missing. Existing files are replaced.</param>")
            .Line($"/// <param name=\"options\">Whether the files read the lengths of the sources{(takesLengths ? "" : "; images have none")}. <c>null</c>: they do not.</param>")
            .Line($"/// <exception cref=\"{names["NotSupportedException"]}\">The weights take more than the 2 GiB that an ONNX file holds.</exception>")
            .Line(names.Generated)
            .Line(Signature(names, "folder"));
        using (writer.Braces())
        {
            Open(writer, names);
            writer.Line()
                .Line("// The encoder, once for each source.")
                .Line($"var graph = new {names["OnnxGraph"]}({names.NameOfModel} + \"Encoder\", options);")
                .Line($"var source = Encoder.{OnnxNames.Input}(graph, \"source\");")
                .Line($"{names["OnnxValue"]}? lengths = {(takesLengths ? "graph.Lengths()" : "null")};");
            var read = "source";
            if (encode.Steps.OfType<ReplaceExtraTokens>().SingleOrDefault() is { } tokens)
            {
                read = tokens.Output.Name;
                writer.Line($"var {read} = graph.ReplaceExtraWords(source, Encoder.{tokens.Table}.weight!.size(0), {Literal.Of(tokens.Unknown)});");
            }

            writer.Line($"var (output, outputLengths, final) = Encoder.{OnnxNames.Layers}(graph, {read}, lengths, [{string.Join(", ", plan.Encoder.CarriesState ? plan.Encoder.State.Select(_ => "null") : [])}]);");
            var states = encode.Steps.OfType<InitialiseState>().Single().Bridged.Select(bridged => Initial(bridged, plan.Encoder));
            foreach (var line in BeforeStates(encode, plan.Encoder))
            {
                writer.Line(line);
            }

            var summary = "null";
            if (encode.Steps.OfType<Summarise>().SingleOrDefault() is { } vector)
            {
                summary = vector.Output.Name;
                writer.Line($"var {summary} = {(vector.Hidden is { } hidden ? $"graph.{OnnxStatements.LastState(hidden, Final(hidden, plan.Encoder))}" : vector.Vector!.Name)};");
            }

            writer.Line($"Decoder.{OnnxNames.Memory}(graph, output, outputLengths, {summary}, [{string.Join(", ", states)}]);")
                .Line($"graph.Write(global::System.IO.Path.Combine(folder, {Literal.Of(EncoderFile)}));")
                .Line()
                .Line("// One step of the decoder.")
                .Line($"var step = new {names["OnnxGraph"]}({names.NameOfModel} + \"Decoder\", {(takesLengths ? "options" : "null")});")
                .Line($"Decoder.{OnnxNames.Step}(step);")
                .Line($"step.Write(global::System.IO.Path.Combine(folder, {Literal.Of(StepFile)}));");
        }
    }

    /// <summary>The lines before the initial states of the decoder's recurrences.</summary>
    private static IEnumerable<string> BeforeStates(EncodeMethod encode, Plan encoder)
    {
        var final = string.Join(", ", encoder.State.Select(state => Final(state, encoder)));
        foreach (var step in encode.Steps)
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
        EncoderState { Of: var state } => Merged(state, Final(state, encoder)),
        DenseState { Bridge: var bridge, Vector: var vector } => $"graph.Layer({Literal.Of(bridge.Key)}).DenseState({vector}, {bridge.Property}, {Literal.Of(bridge.Layers)})",
        _ => throw new InvalidOperationException($"A {bridged.GetType().Name} has no node."),
    };

    private static string Merged(StateTensor state, string value) => state.IsBidirectional
        ? $"graph.MergeDirections({value}, {Literal.Of(state.Rows / 2)}{(state.Merge == MergeKind.Concat ? "" : ", " + OnnxStatements.Of(state.Merge))})"
        : value;

    /// <summary>A final state of the encoder.</summary>
    private static string Final(StateTensor state, Plan encoder) => $"final[{Literal.Of(encoder.State.ToList().IndexOf(state))}]";
}
