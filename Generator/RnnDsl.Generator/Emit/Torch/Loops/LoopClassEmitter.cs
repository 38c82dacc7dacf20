using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes the class of a loop: the forward pass, a step with ordinary operations, and the backward pass.</summary>
internal sealed class LoopClassEmitter
{
    private readonly LayerReference _layer;
    private readonly LoopSchedule _loop;
    private readonly RowSchedule? _rows;
    private readonly CellGraph _cell;
    private readonly LoopScalars _scalars;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly LoopForwardPrinter _forward;
    private readonly LoopBackwardPrinter _backward;

    public LoopClassEmitter(LayerReference layer, LoopSchedule loop, RowSchedule? rows, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        (_layer, _loop, _rows, _cell, _scalars, _names, _writer) = (layer, loop, rows, loop.Cell, scalars, names, writer);
        _forward = new LoopForwardPrinter(_cell, loop.Forward, scalars, names);
        _backward = new LoopBackwardPrinter(_cell, loop.Forward, loop.Backward, scalars, names);
    }

    public void Emit()
    {
        var name = TorchMembers.Loop(_layer.Property);
        _writer.Line("/// <summary>")
            .Line(_cell.Attention is not null
                ? $"/// <c>{_layer.Key}</c> and its attention over all time steps, with a derivative of their own: an autograd graph of every operation of every step would"
                : $"/// <c>{_layer.Key}</c> over all time steps of one layer in one direction, with a derivative of its own: an autograd graph of every operation of every step would")
            .Line("/// take several times as long. Second derivatives are computed through such a graph.")
            .Line("/// </summary>")
            .Line(_names.Generated)
            .Line($"private sealed{(HasKernels ? " partial" : "")} class {name} : {_names["RecurrentLoop"]}<{name}>");
        using (_writer.Braces())
        {
            EmitForward();
            EmitStep();
            EmitScan();
            EmitBackward();
        }
    }

    private void EmitForward()
    {
        var (tensor, list) = (_names.Tensor, $"{_names["List"]}<{_names.Tensor}>");
        _writer.Line($"public override {list} forward({_names.Torch}.autograd.AutogradContext context, params object[] given)");
        using (_writer.Braces())
        {
            _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();");
            var index = 0;
            foreach (var name in Given())
            {
                _writer.Line($"var {name} = ({tensor})given[{Literal.Of(index++)}];");
            }

            _writer.Line()
                .Line(Sizes(state => Initial(state) + ".size(1)"))
                .Line();
            var kept = "steps";
            if (HasKernels && _cell.States.Count + _loop.Forward.Buffers.Count + (_cell.Attention is not null ? 1 : 0) > 1)
            {
                kept = "kept";
                _writer.Line("// Saved for the backward pass, over all steps; without one a kernel keeps the present step. The gates overwrite their pre-activations.")
                    .Line("var kept = KeptSteps(given);");
            }
            else
            {
                _writer.Line("// Saved for the backward pass, over all steps; the gates overwrite their pre-activations.");
            }

            foreach (var state in _cell.States)
            {
                // The first state is the output.
                var all = LoopNames.All(state.Name);
                _writer.Line($"var {all} = {First}.new_empty({(state == _cell.States[0] ? "steps" : kept)} + 1, batch, {Initial(state)}.size(1));")
                    .Line($"{all}.select(0, 0).copy_({Initial(state)});");
            }

            foreach (var buffer in _loop.Forward.Buffers)
            {
                _writer.Line($"var {LoopNames.NameOf(buffer)} = {First}.new_empty({kept}, batch, {buffer.Width});");
            }

            if (_cell.Attention is not null)
            {
                _writer.Line($"var attention = {_names["AttentionLoop"]}.Start(given, {kept});");
            }

            _writer.Line();
            EmitSteps(isBackward: false, EmitForwardSteps);
            _writer.Line();
            _writer.Line($"Keep(context, given, [{string.Join(", ", Own().Concat(_cell.Attention is not null ? [".. attention.Saved()"] : Array.Empty<string>()))}]);")
                .Line($"return Results(given, [{string.Join(", ", _cell.States.Select(state => LoopNames.All(state.Name)))}]{(_cell.Attention is not null ? ", attention.Weights" : "")});");
        }

        _writer.Line();
    }

    private void EmitStep()
    {
        var tensor = _names.Tensor;
        var printer = new NodePrinter(_scalars, _names, weight => weight.Name, $"{_cell.States[0].Name}.size(0)", 1);
        var step = new StepPrinter(_cell, printer, StepPrinter.LocalsOf(_cell));
        var body = step.Print();
        var given = Given(state => state.Name).ToList();
        var isOne = _cell.States.Count == 1;
        var next = string.Join(", ", step.Next);
        var results = isOne ? tensor : $"({string.Join(", ", _cell.States.Select(_ => tensor))})";
        _writer.Line("/// <summary>One step with ordinary operations on tensors [batch, features], for second derivatives.</summary>")
            .Line($"public static {results} Step({string.Join(", ", given.Select(name => $"{tensor} {name}"))})");
        using (_writer.Braces())
        {
            var sizes = _cell.Sizes.Where(size => printer.Sizes.Contains(size.Name)).ToList();
            foreach (var size in sizes)
            {
                _writer.Line($"var {size.Name} = {Size(size, state => state.Name + ".size(1)", 1)};");
            }

            if (sizes.Count > 0)
            {
                _writer.Line();
            }

            foreach (var line in body)
            {
                _writer.Line(line);
            }

            _writer.Line().Line(isOne ? $"return {next};" : $"return ({next});");
        }

        var at = string.Join(", ", given.Select((_, i) => $"given[{Literal.Of(i)}]"));
        _writer.Line().Line($"protected override {tensor}[] Step({tensor}[] given)");
        using (_writer.Braces())
        {
            if (isOne)
            {
                _writer.Line($"return [Step({at})];");
            }
            else
            {
                _writer.Line($"var ({next}) = Step({at});").Line($"return [{next}];");
            }
        }

        _writer.Line();
    }

    /// <summary>Writes all steps as scans, where the states are linear in their previous values.</summary>
    private void EmitScan()
    {
        if (_loop.Scans is not { } states)
        {
            return;
        }

        var given = Given(state => state.Name).ToList();
        var scan = new ScanEmitter(_cell, given, _scalars, _names);
        var body = scan.Print(states);
        _writer.Line("/// <summary>All steps at once: each state is linear in its previous value, so a scan over the steps gives it.</summary>")
            .Line($"protected override {_names.Tensor}[]? Scan({_names.Tensor}[] given)");
        using (_writer.Braces())
        {
            for (var i = 0; i < given.Count; i++)
            {
                _writer.Line($"var {given[i]} = given[{Literal.Of(i)}];");
            }

            _writer.Line($"var steps = {First}.size(0);");
            foreach (var size in _cell.Sizes.Where(size => scan.Sizes.Contains(size.Name)))
            {
                _writer.Line($"var {size.Name} = {Size(size, state => state.Name + ".size(1)", 2)};");
            }

            _writer.Line();
            foreach (var line in body)
            {
                _writer.Line(line);
            }
        }

        _writer.Line();
    }

    private void EmitBackward()
    {
        var list = $"{_names["List"]}<{_names.Tensor}>";
        _writer.Line($"protected override {list} Gradients({list} given, {list} computed, {list} gradients, int[]? lengths)");
        using (_writer.Braces())
        {
            var index = 0;
            foreach (var name in Given())
            {
                // The initial states are the first of all states, which are kept.
                if (!name.StartsWith("initial", StringComparison.Ordinal))
                {
                    _writer.Line($"var {name} = given[{Literal.Of(index)}];");
                }

                index++;
            }

            index = 0;
            foreach (var name in Own())
            {
                _writer.Line($"var {name} = computed[{Literal.Of(index++)}];");
            }

            if (_cell.Attention is not null)
            {
                _writer.Line($"var attention = {_names["AttentionLoop"]}.Resume(given, computed, gradients[{Literal.Of(_cell.States.Count)}]);");
            }

            _writer.Line().Line(Sizes(state => LoopNames.All(state.Name) + ".size(2)"));
            foreach (var buffer in _loop.Backward.Buffers)
            {
                _writer.Line($"var {GradientNames.NameOf(buffer)} = {First}.new_empty(steps, batch, {buffer.Width});");
            }

            foreach (var state in _cell.States)
            {
                _writer.Line($"var {GradientNames.Of(state)} = {First}.new_zeros(batch, {LoopNames.All(state.Name)}.size(2));");
            }

            var parts = _loop.Forward.Regions.Where(region => region.Width is not null && _backward.Values.ReadsWhole(region)).ToList();
            if (parts.Count > 0)
            {
                _writer.Line();
                foreach (var region in parts)
                {
                    _writer.Line($"var {LoopNames.All(LoopNames.ArrayOf(region))} = {Whole(region)};");
                }
            }

            if (_backward.Statistics.Count > 0)
            {
                _writer.Line();
                foreach (var line in _backward.Statistics)
                {
                    _writer.Line(line);
                }
            }

            _writer.Line();
            EmitSteps(isBackward: true, EmitBackwardSteps);
            _writer.Line().Line("// Gradients of the weights that require one: one product over all steps for each.");
            // An input that nothing reads only has the number of steps.
            var results = _loop.Backward.Sequences.Select(region => region is null ? "null!" : GradientNames.Whole(region)).ToList();
            results.AddRange(_cell.States.Select(GradientNames.Of));
            results.AddRange(_cell.Masks.Select(_ => "null!"));
            foreach (var (weight, gradient) in _backward.Weights)
            {
                _writer.Line($"var {weight.Name}Gradient = {weight.Name}.requires_grad ? {gradient} : null!;");
                results.Add(weight.Name + "Gradient");
            }

            if (_cell.Attention is { Query: var query, Projection: var projection })
            {
                var gradient = _loop.Backward.Sequences[_cell.Sequences.ToList().IndexOf(projection)]!;
                results.Add($".. attention.Gradients({GradientNames.Whole(gradient)}, {LoopNames.All(query.Name)}.narrow(0, 0, steps))");
            }

            _writer.Line("return\n[\n    " + string.Join(",\n    ", results) + ",\n];");
        }
    }

    private bool HasKernels => _rows is not null;

    /// <summary>The time steps: by a kernel where there is one for the tensors' device and dtype, else operation by operation.</summary>
    private void EmitSteps(bool isBackward, Action emit)
    {
        if (!HasKernels)
        {
            emit();
            return;
        }

        _writer.Line($"if ({_names["LoopKernel"]}.IsFor({First}))");
        using (_writer.Braces())
        {
            _writer.Line(new KernelClassEmitter(_loop, isBackward ? _rows!.Backward : _rows!.Forward, isBackward, _names, _writer).Call);
        }

        _writer.Line("else");
        using (_writer.Braces())
        {
            emit();
        }
    }

    private void EmitForwardSteps()
    {
        foreach (var weight in _cell.Weights.Where(weight => weight.IsMatrix))
        {
            _writer.Line($"var {weight.Name}Turned = {weight.Name}.t();");
        }

        if (_forward.Before.Count > 0)
        {
            _writer.Line("// What depends on the input alone, for all steps at once.");
            foreach (var region in _loop.Forward.Regions.Where(region => region.Width is not null && _forward.Values.ReadsWhole(region)))
            {
                _writer.Line($"var {LoopNames.All(LoopNames.ArrayOf(region))} = {Whole(region)};");
            }

            _writer.Line();
            foreach (var line in _forward.Before)
            {
                _writer.Line(line);
            }

            _writer.Line();
        }

        EmitRegions(_forward.Values);
        foreach (var state in _cell.States)
        {
            EmitArray(state.Name, LoopNames.All(state.Name));
        }

        EmitInputs(_forward.Values);

        _writer.Line("for (var t = 0; t < steps; t++)");
        using (_writer.Braces())
        {
            foreach (var line in _forward.Body)
            {
                _writer.Line(line);
            }
        }
    }

    private void EmitBackwardSteps()
    {
        if (_backward.Before.Count > 0)
        {
            _writer.Line("// Factors from the forward pass, for all steps at once.");
            foreach (var line in _backward.Before)
            {
                _writer.Line(line);
            }

            _writer.Line();
        }

        EmitRegions(_backward.Values);
        foreach (var state in _cell.States.Where(state => _backward.Values.Reads(state.Name)))
        {
            EmitArray(state.Name, LoopNames.All(state.Name));
        }

        foreach (var region in _loop.Backward.Regions.Where(_backward.Gradients.Reads))
        {
            EmitArray(_backward.Gradients.ArrayOf(region), GradientNames.Whole(region));
        }

        EmitInputs(_backward.Values);
        foreach (var norm in _cell.Nodes.OfType<NormNode>())
        {
            foreach (var which in new[] { "Mean", "Scale" })
            {
                EmitArray(norm.Name + which, LoopBackwardPrinter.StatisticsOf(norm, which));
            }
        }

        for (var i = 0; i < _cell.States.Count; i++)
        {
            _writer.Line($"var {_cell.States[i].Name}Given = gradients[{Literal.Of(i)}].IsInvalid ? null : gradients[{Literal.Of(i)}].unbind(0);");
        }

        _writer.Line("for (var t = (int)steps - 1; t >= 0; t--)");
        using (_writer.Braces())
        {
            foreach (var state in _cell.States)
            {
                _writer.Line($"if ({state.Name}Given is not null)");
                using (_writer.Braces())
                {
                    _writer.Line($"{GradientNames.Of(state)}.add_({state.Name}Given[t], {_scalars.One});");
                }

                _writer.Line();
            }

            for (var i = 0; i < _backward.Body.Count; i++)
            {
                if (i > 0 && _backward.Body[i].StartsWith("//", StringComparison.Ordinal))
                {
                    _writer.Line();
                }

                _writer.Line(_backward.Body[i]);
            }
        }
    }

    /// <summary>The steps of the regions of the forward pass that code reads.</summary>
    private void EmitRegions(LoopNames values)
    {
        foreach (var region in _loop.Forward.Regions.Where(region => values.Reads(LoopNames.ArrayOf(region))))
        {
            EmitArray(LoopNames.ArrayOf(region), Whole(region));
        }
    }

    /// <summary>The steps of the inputs that code reads.</summary>
    private void EmitInputs(LoopNames values)
    {
        foreach (var input in _cell.Sequences.Concat<LeafNode>(_cell.Masks).Where(input => values.Reads(LoopNames.AtSteps(input))))
        {
            EmitArray(LoopNames.AtSteps(input), input.Name);
        }
    }

    private void EmitArray(string name, string whole) => _writer.Line($"var {name} = {whole}.unbind(0);");

    private static string Whole(LoopRegion region) => LoopNames.Columns(LoopNames.NameOf(region.Buffer), region.First, region.Width);

    /// <summary>The tensor whose dtype and device the others have.</summary>
    private string First => _cell.Sequences[0].Name;

    /// <summary>The sizes of the loop.</summary>
    /// <param name="ofState">The size of a state.</param>
    private string Sizes(Func<CellState, string> ofState)
    {
        var (locals, values) = (_cell.Sizes.Select(size => size.Name), _cell.Sizes.Select(size => Size(size, ofState, 2)));
        return $"var (steps, batch, {string.Join(", ", locals)}) = ({First}.size(0), {First}.size(1), {string.Join(", ", values)});";
    }

    private static string Size(CellSize size, Func<CellState, string> ofState, int dimension) => size switch
    {
        SizeOfState state => ofState(state.State),
        SizeOfSequence sequence => $"{sequence.Sequence.Name}.size({Literal.Of(dimension)}){(sequence.Parts == 1 ? "" : " / " + Literal.Of(sequence.Parts))}",
        SizeOfWeight weight => InWeight(weight),
        _ => throw new InvalidOperationException($"A {size.GetType().Name} has no code."),
    };

    private static string InWeight(SizeOfWeight size)
    {
        var whole = $"{size.Weight.Name}.size({Literal.Of(size.Dimension)})";
        var part = size.Rest == CellExtent.Zero ? whole : $"{whole} - ({size.Rest})";
        return size.Parts == 1 ? part : $"({part}) / {Literal.Of(size.Parts)}";
    }

    private static string Initial(CellState state) => "initial" + Identifiers.ToPascalCase(state.Name);

    private IEnumerable<string> Given() => Given(Initial);

    /// <summary>The arguments of the loop.</summary>
    /// <param name="state">The name of a state.</param>
    private IEnumerable<string> Given(Func<CellState, string> state) =>
        _cell.Sequences.Select(sequence => sequence.Name).Concat(_cell.States.Select(state)).Concat(_cell.Masks.Select(mask => mask.Name)).Concat(_cell.Weights.Select(weight => weight.Name));

    /// <summary>The tensors over all steps that the forward pass allocates.</summary>
    private IEnumerable<string> Own() =>
        _cell.States.Select(state => LoopNames.All(state.Name))
            .Concat(_loop.Forward.Buffers.Select(LoopNames.NameOf));
}
