using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The file of a model that runs step by step without TorchSharp: a further part of its class.</summary>
internal static class StreamingFile
{
    public static readonly string[] Usings =
    [
        "using global::System;",
        "using global::System.CodeDom.Compiler;",
        "using global::System.IO;",
        "using global::System.Runtime.CompilerServices;",
        "using global::System.Runtime.Intrinsics;",
        "using global::RnnDsl.Kernels;",
        "using global::RnnDsl.Safetensors;",
        "using global::RnnDsl.Streaming;",
    ];

    /// <summary>The file; null for a model that does not stream.</summary>
    public static string? Emit(Model model) => !model.Streams ? null : FileFrame.Write(model.Type, "from the attributes of", Usings, (types, writer) =>
    {
        writer.Line($"partial class {model.Type.Level.Display}");
        using (writer.Braces())
        {
            if (model.Errors.Count > 0)
            {
                EmitBroken(model, types, writer);
            }
            else
            {
                EmitClass(model, types, writer);
            }
        }
    });

    private static void EmitClass(Model model, TypeNames types, SourceWriter writer)
    {
        var members = new StreamingMembers(new StreamingClass(types));
        var layers = new StreamingLayers(members, StreamingSpan.Block);
        foreach (var layer in model.Layers)
        {
            layers.Add(layer);
        }

        var output = layers.Current!;
        EmitSignature(model, types, writer);
        using (writer.Braces())
        {
            EmitFields(members, writer);
            EmitConstruction(model, members, types, writer);
            EmitCalls(model, layers.TokenTable, members, output, types, writer);
            EmitRun(model, members, output, types, writer);
            EmitMethods(members.Whole, writer);
            StreamingWeights.Emit(model.Type.Level.Name, model.Parameters, members.Whole, writer);
        }
    }

    private static void EmitSignature(Model model, TypeNames types, SourceWriter writer) => writer
        .Line($"/// <summary>{model.Type.Level.Identifier} one time step at a time, without TorchSharp or another native library. A stream has a state; any number of them share one set of weights.</summary>")
        .Line("/// <remarks>One thread at a time uses a stream. A step allocates nothing.</remarks>")
        .Line(ModelEmitter.Generated(types))
        .Line($"public sealed class Streaming : {types["StreamingModel"]}");

    private static void EmitFields(StreamingMembers members, SourceWriter writer)
    {
        writer.Line("private readonly Weights _weights;").Line("private int _capacity;").Line();
        EmitRows(members, writer);
        writer.Line();
    }

    /// <summary>The fields with rows.</summary>
    public static void EmitRows(StreamingMembers members, SourceWriter writer)
    {
        foreach (var rows in members.Rows)
        {
            writer.Line($"private {members.Types["StreamRows"]} {rows.Field}; // {rows.Note} [{(rows.Extent == StreamingExtent.Positions ? "positions" : members.Note(rows.Width))}]");
        }
    }

    /// <summary>The methods of layers.</summary>
    public static void EmitMethods(StreamingClass members, SourceWriter writer)
    {
        foreach (var method in members.Methods)
        {
            foreach (var line in method)
            {
                writer.Line(line);
            }

            writer.Line();
        }
    }

    private static void EmitConstruction(Model model, StreamingMembers members, TypeNames types, SourceWriter writer)
    {
        var name = Literal.Of(model.Type.Level.Name);
        writer.Line("private Streaming(Weights weights)").Line($"    : base({name})");
        using (writer.Braces())
        {
            writer.Line("_weights = weights;").Line("Allocate(SmallestBlock);");
        }

        writer.Line();
        StreamingLoading.Emit(name, types, writer);
        writer.Line()
            .Line("/// <summary>Another stream on the same weights, in the initial state.</summary>")
            .Line("public Streaming NewStream() => new(_weights);")
            .Line()
            .Line("/// <summary>Another stream on the same weights, in the state of this one.</summary>")
            .Line("public Streaming Fork() => new(_weights) { State = State };")
            .Line()
            .Line("private void Allocate(int steps)");
        using (writer.Braces())
        {
            writer.Line("_capacity = steps;");
            EmitAllocation(members, "steps", writer);

            writer.Line($"SetStates({string.Join(", ", members.Rows.Where(rows => rows.Extent == StreamingExtent.State).Select(rows => rows.Field))});");
            if (members.Constants.Count > 0)
            {
                EmitLanes(types, writer, lane => $"Prepare<{lane}>();");
            }
        }

        writer.Line();
        if (members.Constants.Count > 0)
        {
            writer.Line("/// <summary>Computes what depends on weights alone.</summary>")
                .Line($"private void Prepare<TLane>() where TLane : struct, {types["ILane"]}<TLane, float>");
            using (writer.Braces())
            {
                foreach (var line in members.Constants)
                {
                    writer.Line(line);
                }
            }

            writer.Line();
        }
    }

    /// <summary>Allocates the rows, but those that are as wide as a source is long.</summary>
    public static void EmitAllocation(StreamingMembers members, string steps, SourceWriter writer)
    {
        var rows = members.Types["StreamRows"];
        foreach (var own in members.Rows.Where(own => own.Extent != StreamingExtent.Positions))
        {
            var width = members.Size(own.Width);
            writer.Line(own.Extent switch
            {
                StreamingExtent.Step => $"{own.Field} = {rows}.OneRow({width});",
                StreamingExtent.State => $"{own.Field} = {rows}.Of({width}, {steps} + 1);",
                _ => $"{own.Field} = {rows}.Of({width}, {steps});",
            });
        }
    }

    private static bool ReadsTokens(Model model) => model.Input is TokenShape;

    private static void EmitCalls(Model model, StreamingWeight? table, StreamingMembers members, StreamingRows output, TypeNames types, SourceWriter writer)
    {
        var width = members.Size(output.Width);
        writer.Line("/// <summary>The number of features of an output.</summary>")
            .Line($"public int OutputSize => {width};")
            .Line();
        if (ReadsTokens(model))
        {
            writer.Line("/// <summary>Computes one time step.</summary>")
                .Line("/// <param name=\"token\">The token.</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">There is no such token, or the output has another length.</exception>")
                .Line($"public void Step(int token, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"_weights.{table!.Field}.Check(token);").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(new {types["ReadOnlySpan"]}<int>(ref token), output, 1);");
            }
        }
        else
        {
            var input = members.Size(((SequenceShape)model.Input).Features);
            writer.Line("/// <summary>The number of features of an input.</summary>")
                .Line($"public int InputSize => {input};")
                .Line()
                .Line("/// <summary>Computes one time step.</summary>")
                .Line($"/// <param name=\"input\">The input: [{Xml.Text(((SequenceShape)model.Input).Features.ToString())}].</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">The input or the output has another length.</exception>")
                .Line($"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"CheckInput(input.Length, {input});").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(input, output, 1);");
            }
        }

        var (element, inputs, features) = ReadsTokens(model) ? ("int", "tokens", "1") : ("float", "inputs", members.Size(((SequenceShape)model.Input).Features));
        writer.Line()
            .Line("/// <summary>Computes several time steps; the products of inputs are one product for many steps.</summary>")
            .Line(ReadsTokens(model) ? "/// <param name=\"tokens\">The tokens: [time].</param>" : $"/// <param name=\"inputs\">The inputs: [time, {Xml.Text(((SequenceShape)model.Input).Features.ToString())}].</param>")
            .Line($"/// <param name=\"outputs\">Where the outputs go: [time, {Xml.Text(output.Width.ToString())}].</param>")
            .Line($"/// <exception cref=\"{types["ArgumentException"]}\">{(ReadsTokens(model) ? "There is no such token, or there is room for more or fewer outputs" : "The inputs are no whole number of steps, or there is room for more or fewer outputs")}. The state is unchanged.</exception>")
            .Line($"public void Process({types["ReadOnlySpan"]}<{element}> {inputs}, {types["Span"]}<float> outputs)");
        using (writer.Braces())
        {
            writer.Line($"var steps = StepsOf({inputs}.Length, {features}, outputs.Length, {width});");
            if (ReadsTokens(model))
            {
                writer.Line($"_weights.{table!.Field}.Check(tokens);");
            }

            writer.Line("if (steps > _capacity && _capacity < LargestBlock)");
            using (writer.Braces())
            {
                writer.Line("var state = State;").Line("Allocate(LargestBlock);").Line("State = state;");
            }

            writer.Line();
            EmitLanes(types, writer, lane => $"Run<{lane}>({inputs}, outputs, steps);");
        }

        writer.Line();
    }

    /// <summary>A call with the widest lane of the machine. The JIT compiler replaces the conditions by constants.</summary>
    public static void EmitLanes(TypeNames types, SourceWriter writer, Func<string, string> call)
    {
        var keyword = "if";
        foreach (var bits in new[] { "512", "256", "128" })
        {
            writer.Line($"{keyword} ({types["Vector" + bits]}.IsHardwareAccelerated)").Line($"    {call(types[$"Lane{bits}F"])}");
            keyword = "else if";
        }

        writer.Line("else").Line($"    {call(types["ScalarF"])}");
    }

    private static void EmitRun(Model model, StreamingMembers members, StreamingRows output, TypeNames types, SourceWriter writer)
    {
        var width = members.Size(output.Width);
        var input = ReadsTokens(model) ? "int> tokens" : "float> inputs";
        writer.Line("/// <summary>All layers, one block of steps after the other.</summary>")
            .Line($"private void Run<TLane>({types["ReadOnlySpan"]}<{input}, {types["Span"]}<float> outputs, int all) where TLane : struct, {types["ILane"]}<TLane, float>");
        using (writer.Braces())
        {
            writer.Line("for (int done = 0, steps; done < all; done += steps)");
            using (writer.Braces())
            {
                writer.Line("// Rows of this block begin behind the last step.")
                    .Line("var first = Row;")
                    .Line($"steps = {types["Math"]}.Min(_capacity - first, all - done);")
                    .Line();
                foreach (var line in members.Body)
                {
                    writer.Line(line);
                }

                writer.Line()
                    .Line($"{output.Field}.CopyTo(outputs.Slice({Times("done", width)}, {Times("steps", width)}), {output.IndexOf("first")}, steps);")
                    .Line("Advance(steps);");
            }
        }

        writer.Line();
    }

    private static string Times(string count, string size) => size == "1" ? count : size.Contains(' ') ? $"{count} * ({size})" : $"{count} * {size}";

    /// <summary>The members of a model with errors: they throw.</summary>
    private static void EmitBroken(Model model, TypeNames types, SourceWriter writer)
    {
        var refuse = $"throw new {types["NotSupportedException"]}({Literal.Of($"The model '{model.Type.Level.Name}' has errors: {string.Join("; ", model.Errors)}.")});";
        var format = types["WeightFormat"];
        EmitSignature(model, types, writer);
        using (writer.Braces())
        {
            writer.Line($"private Streaming() : base({Literal.Of(model.Type.Level.Name)}) => {refuse}").Line();
            string[] signatures =
            [
                $"public static Streaming Load(string path, {format}? format = null)",
                $"public static Streaming Load({types["Stream"]} content, string name, {format}? format = null)",
                $"public static {types["WeightConversion"]} Convert(string path, string target, {format} format)",
                "public Streaming NewStream()",
                "public Streaming Fork()",
                "public int OutputSize",
                ReadsTokens(model) ? $"public void Step(int token, {types["Span"]}<float> output)" : $"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)",
                ReadsTokens(model) ? $"public void Process({types["ReadOnlySpan"]}<int> tokens, {types["Span"]}<float> outputs)" : $"public void Process({types["ReadOnlySpan"]}<float> inputs, {types["Span"]}<float> outputs)",
                .. ReadsTokens(model) ? Array.Empty<string>() : ["public int InputSize"],
            ];
            foreach (var signature in signatures)
            {
                writer.Line($"/// <summary>Throws: the model has errors.</summary>").Line($"{signature} => {refuse}").Line();
            }
        }
    }
}
