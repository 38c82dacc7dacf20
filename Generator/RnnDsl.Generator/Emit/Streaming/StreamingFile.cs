using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Parsing;
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
    public static string? Emit(Plan plan) => !plan.Streams ? null : FileFrame.Write(plan.Type, "from the attributes of", Usings, (types, writer) =>
    {
        writer.Line($"partial {(plan.Stream is null ? plan.Type.Level.Keyword : "class")} {plan.Type.Level.Display}");
        using (writer.Braces())
        {
            if (plan.Stream is { } stream)
            {
                EmitClass(plan, stream, types, writer);
            }
            else
            {
                EmitBroken(plan, types, writer);
            }
        }
    });

    private static void EmitClass(Plan plan, StreamPlan stream, TypeNames types, SourceWriter writer)
    {
        var (members, side) = (new StreamingClass(types), stream.Side);
        var constants = members.Declare(side.Items);
        EmitSignature(plan.Type, types, writer);
        using (writer.Braces())
        {
            writer.Line("private readonly Weights _weights;").Line("private int _capacity;").Line();
            EmitRows(side.Items, members, writer);
            writer.Line();
            EmitConstruction(plan.Type.Level.Name, side, constants, members, writer);
            EmitCalls(side, members, writer);
            EmitRun(side, members, writer);
            EmitMethods(members, writer);
            StreamingWeights.Emit(plan.Constructor.Sizes, stream.Weights, members, writer);
        }
    }

    private static void EmitSignature(TypeDeclaration type, TypeNames types, SourceWriter writer) => writer
        .Line($"/// <summary>{type.Level.Identifier} one time step at a time, without TorchSharp or another native library. A stream has a state; any number of them share one set of weights.</summary>")
        .Line("/// <remarks>One thread at a time uses a stream. A step allocates nothing.</remarks>")
        .Line(types.Generated)
        .Line($"public sealed class Streaming : {types["StreamingModel"]}");

    /// <summary>The fields with rows.</summary>
    public static void EmitRows(IEnumerable<StreamItem> items, StreamingClass members, SourceWriter writer)
    {
        foreach (var rows in items.OfType<StreamRows>())
        {
            writer.Line($"private {members.Types["StreamRows"]} {members[rows]}; // {rows.Note} [{(rows.Extent == StreamExtent.Positions ? "positions" : rows.Width.ToString())}]");
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

    private static void EmitConstruction(string model, StreamSide side, IReadOnlyList<string> constants, StreamingClass members, SourceWriter writer)
    {
        var (name, types) = (Literal.Of(model), members.Types);
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
            EmitAllocation(side.Items, "steps", members, writer);

            writer.Line($"SetStates({string.Join(", ", side.Items.OfType<StreamRows>().Where(rows => rows.Extent == StreamExtent.State).Select(rows => members[rows]))});");
            EmitPreparation(constants, "Prepare", types, writer);
        }

        writer.Line();
        EmitConstants(constants, "Prepare", types, writer);
    }

    /// <summary>Calls the method that computes what depends on weights alone.</summary>
    public static void EmitPreparation(IReadOnlyList<string> constants, string method, TypeNames types, SourceWriter writer)
    {
        if (constants.Count > 0)
        {
            EmitLanes(types, writer, lane => $"{method}<{lane}>();");
        }
    }

    /// <summary>The method.</summary>
    public static void EmitConstants(IReadOnlyList<string> constants, string method, TypeNames types, SourceWriter writer)
    {
        if (constants.Count == 0)
        {
            return;
        }

        writer.Line("/// <summary>Computes what depends on weights alone.</summary>")
            .Line($"private void {method}<TLane>() where TLane : struct, {types["ILane"]}<TLane, float>");
        using (writer.Braces())
        {
            foreach (var line in constants)
            {
                writer.Line(line);
            }
        }

        writer.Line();
    }

    /// <summary>Allocates the rows, but those that are as wide as a source is long.</summary>
    public static void EmitAllocation(IEnumerable<StreamItem> items, string steps, StreamingClass members, SourceWriter writer)
    {
        var type = members.Types["StreamRows"];
        foreach (var rows in items.OfType<StreamRows>().Where(rows => rows.Extent != StreamExtent.Positions))
        {
            var width = StreamingClass.Size(rows.Width);
            writer.Line(rows.Extent switch
            {
                StreamExtent.Step => $"{members[rows]} = {type}.OneRow({width});",
                StreamExtent.State => $"{members[rows]} = {type}.Of({width}, {steps} + 1);",
                _ => $"{members[rows]} = {type}.Of({width}, {steps});",
            });
        }
    }

    private static void EmitCalls(StreamSide side, StreamingClass members, SourceWriter writer)
    {
        var (types, output) = (members.Types, side.Output);
        var width = StreamingClass.Size(output.Width);
        writer.Line("/// <summary>The number of features of an output.</summary>")
            .Line($"public int OutputSize => {width};")
            .Line();
        if (side.Table is { } table)
        {
            writer.Line("/// <summary>Computes one time step.</summary>")
                .Line("/// <param name=\"token\">The token.</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">There is no such token, or the output has another length.</exception>")
                .Line($"public void Step(int token, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"_weights.{members[table]}.Check(token);").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(new {types["ReadOnlySpan"]}<int>(ref token), output, 1);");
            }
        }
        else
        {
            var input = StreamingClass.Size(((SequenceShape)side.Input).Features);
            writer.Line("/// <summary>The number of features of an input.</summary>")
                .Line($"public int InputSize => {input};")
                .Line()
                .Line("/// <summary>Computes one time step.</summary>")
                .Line($"/// <param name=\"input\">The input: [{Xml.Text(((SequenceShape)side.Input).Features.ToString())}].</param>")
                .Line($"/// <param name=\"output\">Where the output goes: [{Xml.Text(output.Width.ToString())}].</param>")
                .Line($"/// <exception cref=\"{types["ArgumentException"]}\">The input or the output has another length.</exception>")
                .Line($"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)");
            using (writer.Braces())
            {
                writer.Line($"CheckInput(input.Length, {input});").Line($"CheckOutput(output.Length, {width});");
                EmitLanes(types, writer, lane => $"Run<{lane}>(input, output, 1);");
            }
        }

        var (element, inputs, features) = side.Table is not null ? ("int", "tokens", "1") : ("float", "inputs", StreamingClass.Size(((SequenceShape)side.Input).Features));
        writer.Line()
            .Line("/// <summary>Computes several time steps; the products of inputs are one product for many steps.</summary>")
            .Line(side.Table is not null ? "/// <param name=\"tokens\">The tokens: [time].</param>" : $"/// <param name=\"inputs\">The inputs: [time, {Xml.Text(((SequenceShape)side.Input).Features.ToString())}].</param>")
            .Line($"/// <param name=\"outputs\">Where the outputs go: [time, {Xml.Text(output.Width.ToString())}].</param>")
            .Line($"/// <exception cref=\"{types["ArgumentException"]}\">{(side.Table is not null ? "There is no such token, or there is room for more or fewer outputs" : "The inputs are no whole number of steps, or there is room for more or fewer outputs")}. The state is unchanged.</exception>")
            .Line($"public void Process({types["ReadOnlySpan"]}<{element}> {inputs}, {types["Span"]}<float> outputs)");
        using (writer.Braces())
        {
            writer.Line($"var steps = StepsOf({inputs}.Length, {features}, outputs.Length, {width});");
            if (side.Table is { } known)
            {
                writer.Line($"_weights.{members[known]}.Check(tokens);");
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

    private static void EmitRun(StreamSide side, StreamingClass members, SourceWriter writer)
    {
        var (types, width) = (members.Types, StreamingClass.Size(side.Output.Width));
        var input = side.Table is not null ? "int> tokens" : "float> inputs";
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
                foreach (var line in new StreamingStatements(members, side.Span).Of(side.Steps))
                {
                    writer.Line(line);
                }

                writer.Line()
                    .Line($"{members[side.Output]}.CopyTo(outputs.Slice({Times("done", width)}, {Times("steps", width)}), {StreamingPlaces.IndexOf(side.Output, "first")}, steps);")
                    .Line("Advance(steps);");
            }
        }

        writer.Line();
    }

    private static string Times(string count, string size) => size == "1" ? count : size.Contains(' ') ? $"{count} * ({size})" : $"{count} * {size}";

    /// <summary>The members of a model with errors: they throw.</summary>
    private static void EmitBroken(Plan plan, TypeNames types, SourceWriter writer)
    {
        var readsTokens = plan.Methods.Forward.Signature.Input is TokenShape;
        var refuse = $"throw new {types["NotSupportedException"]}({Literal.Of($"The model '{plan.Type.Level.Name}' has errors: {string.Join("; ", plan.Errors)}.")});";
        var format = types["WeightFormat"];
        EmitSignature(plan.Type, types, writer);
        using (writer.Braces())
        {
            writer.Line($"private Streaming() : base({Literal.Of(plan.Type.Level.Name)}) => {refuse}").Line();
            string[] signatures =
            [
                $"public static Streaming Load(string path, {format}? format = null)",
                $"public static Streaming Load({types["Stream"]} content, string name, {format}? format = null)",
                $"public static {types["WeightConversion"]} Convert(string path, string target, {format} format)",
                "public Streaming NewStream()",
                "public Streaming Fork()",
                "public int OutputSize",
                readsTokens ? $"public void Step(int token, {types["Span"]}<float> output)" : $"public void Step({types["ReadOnlySpan"]}<float> input, {types["Span"]}<float> output)",
                readsTokens ? $"public void Process({types["ReadOnlySpan"]}<int> tokens, {types["Span"]}<float> outputs)" : $"public void Process({types["ReadOnlySpan"]}<float> inputs, {types["Span"]}<float> outputs)",
                .. readsTokens ? Array.Empty<string>() : ["public int InputSize"],
            ];
            foreach (var signature in signatures)
            {
                writer.Line($"/// <summary>Throws: the model has errors.</summary>").Line($"{signature} => {refuse}").Line();
            }
        }
    }
}
