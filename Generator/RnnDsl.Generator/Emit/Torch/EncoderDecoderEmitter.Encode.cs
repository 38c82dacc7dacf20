using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Lowering.EncoderDecoders;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>How sources are read: the memory of the decoder, and its initial state.</summary>
internal sealed partial class EncoderDecoderEmitter
{
    private void EncodeDoc()
    {
        _writer.Line("/// <summary>Encodes the sources: the memory that the decoder reads, and the decoder's initial state.</summary>");
        _writer.Line($"/// <param name=\"source\">{InputDoc(_forward.Source)}</param>")
            .Line(_forward.TakesLengths
                ? SourceLengthsDoc
                : "/// <param name=\"sourceLengths\"><c>null</c>: images have none.</param>");
    }

    private void EmitEncode()
    {
        if (!_forward.TakesLengths)
        {
            _writer.Line("if (sourceLengths is not null)");
            using (_writer.Braces())
            {
                _writer.Line($"throw new {_names["ArgumentException"]}(\"Images have no lengths.\", {_names.NameOf("sourceLengths")});");
            }

            _writer.Line();
        }

        var encode = _plan.Encode!;
        _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();").Line();
        Statement.Write([.. encode.Steps.Select(step => new Statement(step.Note, Code(step), ShapeOf(step)))], _writer);
        _writer.Line($"return ({encode.Memory}.MoveToOuterDisposeScope(), {encode.State}.MoveToOuterDisposeScope());");
    }

    private static string ShapeOf(EncodeStep step) => step switch
    {
        MakeMemory => "the same at every step",
        EmptyMemory => "empty",
        _ => string.Join(", ", step.Shapes),
    };

    /// <summary>A step. No name of a user's is in the method, so values have the names of the plan.</summary>
    private string Code(EncodeStep step)
    {
        var (expect, model, bridges) = (_names["Expect"], _names.NameOfModel, _names["StateBridge"]);
        return step switch
        {
            ReplaceExtraTokens tokens =>
                $"var {step.Output} = {_names["PointerGenerator"]}.ReplaceExtraWords({tokens.Source}, Encoder.{tokens.Table}.weight!.size(0), {Literal.Of(tokens.Extra)}, {Literal.Of(tokens.Unknown)}, {model});",
            RunEncoder run =>
                $"var {(run.CarriesState ? $"({step.Output}, {run.State?.Name ?? "_"})" : step.Output)} = Encoder.call({run.Source}{(run.Lengths is { } lengths ? $", {lengths}" : "")});",
            CheckLengths check => $"{step.Output} = {expect}.Lengths({check.Lengths}, {check.Source}, {model});",
            CountOutputs count => $"var {step.Output} = {count.Lengths} is null ? null : Encoder.OutputLengths({count.Lengths});",
            Summarise { Hidden: { } hidden, States: var states } =>
                $"var {step.Output} = {FinalStatePrinter.LastOf(hidden.IsBidirectional, hidden.Merge, $"{states}.{hidden.Name}", _names)};",
            Summarise summary => $"var {step.Output} = {summary.Vector};",
            MakeMemory memory => $"var {step.Output} = Decoder.CreateMemory({string.Join(", ", memory.Parts.Select(part => part?.Name ?? "null"))});",
            EmptyMemory empty => $"var {step.Output} = new {_names["EncoderMemory"]} {{ Sources = {empty.Sources}.size(0) }};",
            AverageOutputs mean => $"var {step.Output} = {_names["SequencePooling"]}.Mean({mean.Outputs}, {mean.Lengths?.Name ?? "null"});",
            JoinStates join => $"var {step.Output} = {join.Vector?.Name ?? $"{bridges}.Join({join.States}.Tensors)"};",
            InitialiseState initialise => $"var {step.Output} = Decoder.InitialState({initialise.Memory?.Name ?? $"{initialise.Sources}.size(0)"}){With(initialise.Bridged, bridges)};",
            _ => throw new InvalidOperationException($"A {step.GetType().Name} has no code."),
        };
    }

    /// <summary>The states that are not zeros, as a record's <c>with</c> sets them.</summary>
    private string With(IEnumerable<BridgedState> states, string bridges)
    {
        var set = states.Where(state => state is not ZeroState).Select(state => $"{state.State.Name} = {Code(state, bridges)}").ToList();
        return set.Count == 0 ? "" : " with\n{\n    " + string.Join(",\n    ", set) + ",\n}";
    }

    private string Code(BridgedState state, string bridges) => state switch
    {
        OutputState output => $"{_names.Torch}.stack([{output.Vector}])",
        RepeatedState repeated => $"{bridges}.Repeat({repeated.Vector}, {Literal.Of(state.State.Rows)})",
        EncoderState { Of.IsBidirectional: true } final => $"{bridges}.Directions({final.States}.{final.Of.Name}, global::RnnDsl.Merge.{final.Of.Merge})",
        EncoderState final => $"{final.States}.{final.Of.Name}.alias()",
        DenseState dense => $"{bridges}.Split({dense.Bridge.Property}.call({dense.Vector}).tanh(), {Literal.Of(dense.Bridge.Layers)})",
        _ => throw new InvalidOperationException($"A {state.GetType().Name} has no code."),
    };
}
