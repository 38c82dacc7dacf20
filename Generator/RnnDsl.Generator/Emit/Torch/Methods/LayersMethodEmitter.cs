using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes the body of a method that computes layers: <c>forward</c>, <c>Step</c>, or one that returns attention weights.</summary>
internal sealed class LayersMethodEmitter
{
    private readonly MethodPlan _method;
    private readonly MethodBody _body;
    private readonly MethodScope _scope;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly string _input;

    /// <param name="method">The method.</param>
    /// <param name="input">What the input is called, where nothing else is called so.</param>
    /// <param name="scope">The names of its values.</param>
    /// <param name="writer">Where it goes.</param>
    public LayersMethodEmitter(MethodPlan method, string input, MethodScope scope, SourceWriter writer)
    {
        (_method, _body, _scope, _names, _writer) = (method, method.Body!, scope, scope.Types, writer);
        _input = scope.Allocate(input);
        scope.Bind(_body.Input, _input);
        if (_body.Lengths is { } lengths)
        {
            scope.Bind(lengths, "lengths");
        }
    }

    /// <summary>Writes the body.</summary>
    /// <param name="states">The states that the method returns; null for one that returns none.</param>
    public void Emit(IEnumerable<StateTensor>? states)
    {
        using (_writer.Braces())
        {
            EmitSteps();
            var output = $"{_scope[_body.Output]}.MoveToOuterDisposeScope()";
            var weights = _body.Weights is { } attention ? $", {_scope[attention]}.MoveToOuterDisposeScope()" : "";
            _writer.Line(states is null
                ? $"return {output};"
                : $"return ({output}, new State({string.Join(", ", states.Select(state => _scope[_body.After(state)]))}).MoveToOuterDisposeScope(){weights});");
        }

        _writer.Line();
    }

    /// <summary>Writes the body of a method that returns the weights of an attention.</summary>
    public void EmitWeights(string attention)
    {
        using (_writer.Braces())
        {
            EmitSteps();
            var lengths = _body.RemainingLengths is { } remaining ? ", " + _scope[remaining] : "";
            _writer.Line($"return {attention}.Weights({_scope[_body.Output]}{lengths}).MoveToOuterDisposeScope();");
        }

        _writer.Line();
    }

    private void EmitSteps()
    {
        EmitOpening(_method.Opening!);
        Statement.Write(StepStatements.Of(_body.Steps, _scope), _writer);
    }

    /// <summary>The checks of the arguments, and the dispose scope.</summary>
    private void EmitOpening(MethodOpening opening)
    {
        if (opening.ExtraTokens is { } extra)
        {
            _writer.Line("// Tokens beyond the vocabulary are read as the unknown token.")
                .Line($"{_input} = {_names["PointerGenerator"]}.ReplaceExtraWords({_input}, {ConstructorEmitter.StoredSize(extra.Vocabulary)}, {Literal.Of(extra.Extra)}, {Literal.Of(extra.Unknown)}, {_names.NameOfModel});");
        }

        _writer.Line(Check(opening.Input));
        foreach (var check in opening.Memory)
        {
            _writer.Line(MemoryEmitter.Check(check, $"{_input}.size(0)", WeightCode.Of(check.Weight), _names) + ";");
        }

        if (opening.State is { } state)
        {
            var sizes = string.Join(", ", state.States.Select(tensor => $"({Literal.Of(tensor.Rows)}, {InitialStateEmitter.SizeOf(tensor)})"));
            _writer.Line($"{_names["Expect"]}.State(state, {_input}, {WeightCode.Of(state.Weight)}, [{sizes}], {_names.NameOfModel}{(state.ReadsMemory ? ", readsMemory: true" : "")});");
        }

        _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();");
        if (opening.Initial != MissingState.Stays)
        {
            _writer.Line($"state ??= InitialState({(opening.Initial == MissingState.OfMemory ? "memory, " : "")}{_input}.size(0));");
        }

        if (opening.ShortestLength is { } shortest)
        {
            _writer.Line($"lengths = {_names["Expect"]}.Lengths(lengths, {_input}, {_names.NameOfModel}{(shortest > 1 ? $", shortest: {Literal.Of(shortest)}" : "")});");
        }

        _writer.Line();
    }

    /// <summary>Checks the input, so that an error is in terms of the model and not of libtorch.</summary>
    private string Check(InputCheck check)
    {
        var expect = _names["Expect"];
        var suffix = check.IsStep ? "Step" : "";
        return check.Shape switch
        {
            SequenceShape features => $"{expect}.Features{suffix}({_input}, {ConstructorEmitter.StoredSize(features.Features)}, {WeightCode.Of(check.Weight)}, {_names.NameOfModel});",
            ImageShape image => $"{expect}.Images({_input}, {string.Join(", ", image.Sizes.Select(ConstructorEmitter.StoredSize))}, {WeightCode.Of(check.Weight)}, {_names.NameOfModel});",
            _ => $"{expect}.Tokens{suffix}({_input}, {check.Table}, {_names.NameOfModel});",
        };
    }
}
