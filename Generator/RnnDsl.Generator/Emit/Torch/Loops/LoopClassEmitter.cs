using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes the class that runs a cell over all steps and knows its own derivative.</summary>
internal sealed class LoopClassEmitter
{
    private readonly RecurrentLayer _layer;
    private readonly CellGraph _cell;
    private readonly LoopScalars _scalars;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly LoopStorage _storage;
    private readonly LoopForwardEmitter _forward;
    private readonly LoopBackwardEmitter _backward;
    private readonly List<NormNode> _norms;

    public LoopClassEmitter(RecurrentLayer layer, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        (_layer, _cell, _scalars, _names, _writer) = (layer, cell, scalars, names, writer);
        _storage = new LoopStorage(cell);
        _forward = new LoopForwardEmitter(cell, _storage, scalars, names);
        _backward = new LoopBackwardEmitter(cell, _storage, scalars, names);
        _norms = [.. cell.Nodes.OfType<NormNode>()];
    }

    public void Emit()
    {
        var name = EmittedMembers.Loop(_layer);
        _writer.Line("/// <summary>")
            .Line(_cell.Attends
                ? $"/// <c>{_layer.Key}</c> and its attention over all time steps, with a derivative of their own: an autograd graph of every operation of every step would"
                : $"/// <c>{_layer.Key}</c> over all time steps of one layer in one direction, with a derivative of its own: an autograd graph of every operation of every step would")
            .Line("/// take several times as long. Second derivatives are computed through such a graph.")
            .Line("/// </summary>")
            .Line(ModelEmitter.Generated(_names))
            .Line($"private sealed class {name} : {_names["RecurrentLoop"]}<{name}>");
        using (_writer.Braces())
        {
            EmitForward();
            EmitStep();
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
                .Line(Sizes(size => size.InForward));
            foreach (var weight in _cell.Weights.Where(weight => weight.IsMatrix))
            {
                _writer.Line($"var {weight.Local}Turned = {weight.Local}.t();");
            }

            if (_cell.Attends)
            {
                _writer.Line($"var attention = {_names["AttentionLoop"]}.Start(given, steps);");
            }

            _writer.Line().Line("// Saved for the backward pass, over all steps; the gates overwrite their pre-activations.");
            foreach (var state in _cell.States)
            {
                var all = LoopStorage.All(state.Name);
                _writer.Line($"var {all} = {First}.new_empty(steps + 1, batch, {Initial(state)}.size(1));")
                    .Line($"{all}.select(0, 0).copy_({Initial(state)});");
            }

            foreach (var (name, width) in _storage.Buffers)
            {
                _writer.Line($"var {name} = {First}.new_empty(steps, batch, {width});");
            }

            _writer.Line();
            EmitViews(_storage.Views.Where(view => IsRead(_forward.Body, view.Name)).Concat(_cell.States.Select(StateView)));
            foreach (var name in Steps().Where(name => IsRead(_forward.Body, name + "At")))
            {
                _writer.Line($"var {name}At = {name}.unbind(0);");
            }

            _writer.Line("for (var t = 0; t < steps; t++)");
            using (_writer.Braces())
            {
                foreach (var line in _forward.Body)
                {
                    _writer.Line(line);
                }
            }

            _writer.Line();
            _writer.Line($"Keep(context, given, [{string.Join(", ", Own().Concat(_cell.Attends ? [".. attention.Saved()"] : Array.Empty<string>()))}]);")
                .Line($"return [{string.Join(", ", _cell.States.Select(state => $"{LoopStorage.All(state.Name)}.narrow(0, 1, steps)").Concat(_cell.Attends ? ["attention.Weights"] : Array.Empty<string>()).Select(result => result + ".clone().MoveToOuterDisposeScope()"))}];");
        }

        _writer.Line();
    }

    private void EmitStep()
    {
        var tensor = _names.Tensor;
        var printer = new StepPrinter(_cell, _scalars, _names, weight => weight.Local);
        var body = printer.Print();
        var given = Given(state => state.Name).ToList();
        var isOne = _cell.States.Count == 1;
        var next = string.Join(", ", _cell.States.Select(StepPrinter.Next));
        var results = isOne ? tensor : $"({string.Join(", ", _cell.States.Select(_ => tensor))})";
        _writer.Line("/// <summary>One step with ordinary operations on tensors [batch, features], for second derivatives.</summary>")
            .Line($"public static {results} Step({string.Join(", ", given.Select(name => $"{tensor} {name}"))})");
        using (_writer.Braces())
        {
            var sizes = _cell.Sizes.Where(size => body.Any(line => IsNamedIn(line, size.Name))).ToList();
            foreach (var size in sizes)
            {
                _writer.Line($"var {size.Name} = {size.InStep};");
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

    private void EmitBackward()
    {
        var list = $"{_names["List"]}<{_names.Tensor}>";
        _writer.Line($"protected override {list} Gradients({list} given, {list} computed, {list} gradients)");
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

            if (_cell.Attends)
            {
                _writer.Line($"var attention = {_names["AttentionLoop"]}.Resume(given, computed);");
            }

            _writer.Line().Line(Sizes(size => size.InBackward));
            foreach (var (name, width) in _backward.Buffers)
            {
                _writer.Line($"var {name} = {First}.new_empty(steps, batch, {width});");
            }

            foreach (var state in _cell.States)
            {
                _writer.Line($"var {LoopBackwardEmitter.OfState(state)} = {First}.new_zeros(batch, {LoopStorage.All(state.Name)}.size(2));");
            }

            var parts = _storage.Views.Where(view => view.Width is not null && IsNamed(LoopStorage.All(view.Name))).ToList();
            if (parts.Count > 0)
            {
                _writer.Line();
                foreach (var view in parts)
                {
                    _writer.Line($"var {LoopStorage.All(view.Name)} = {LoopStorage.Region(view.Buffer, view.First, view.Width)};");
                }
            }

            if (_backward.Before.Count > 0)
            {
                _writer.Line().Line("// Factors from the forward pass, for all steps at once.");
                foreach (var line in _backward.Before)
                {
                    _writer.Line(line);
                }
            }

            _writer.Line();
            EmitViews(_storage.Views.Concat(_cell.States.Select(StateView)).Concat(_backward.Views).Where(view => IsRead(_backward.Body, view.Name)));
            foreach (var name in Steps().Where(name => IsRead(_backward.Body, name + "At")))
            {
                _writer.Line($"var {name}At = {name}.unbind(0);");
            }

            foreach (var norm in _norms)
            {
                foreach (var part in new[] { "Mean", "Scale" })
                {
                    _writer.Line($"var {norm.Name}{part} = {LoopStorage.All(norm.Name + part)}.unbind(0);");
                }
            }

            for (var i = 0; i < _cell.States.Count; i++)
            {
                _writer.Line($"var {_cell.States[i].Name}Given = gradients[{Literal.Of(i)}].IsInvalid ? null : gradients[{Literal.Of(i)}].unbind(0);");
            }

            if (_cell.Attends)
            {
                var last = Literal.Of(_cell.States.Count);
                _writer.Line($"var sharesGiven = gradients[{last}].IsInvalid ? null : gradients[{last}].unbind(0);");
            }

            _writer.Line("for (var t = (int)steps - 1; t >= 0; t--)");
            using (_writer.Braces())
            {
                foreach (var state in _cell.States)
                {
                    _writer.Line($"if ({state.Name}Given is not null)");
                    using (_writer.Braces())
                    {
                        _writer.Line($"{LoopBackwardEmitter.OfState(state)}.add_({state.Name}Given[t], {_scalars.One});");
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

            _writer.Line().Line("// Weight gradients: one product over all steps for each weight.");
            // A sequence that nothing reads only says how many steps there are.
            var results = _cell.Sequences.Select(sequence => _cell.ReadersOf(sequence).Count == 0 ? "null!" : _backward.OfSequence(sequence)).ToList();
            results.AddRange(_cell.States.Select(LoopBackwardEmitter.OfState));
            results.AddRange(_cell.Masks.Select(_ => "null!"));
            foreach (var weight in _cell.Weights)
            {
                _writer.Line($"var {weight.Local}Gradient = {_backward.OfWeights[weight]};");
                results.Add(weight.Local + "Gradient");
            }

            if (_cell.Attends)
            {
                results.Add($".. attention.Gradients({_backward.OfSequence(_cell.Sequences[0])}, {LoopStorage.All(_cell.States[0].Name)}.narrow(0, 0, steps))");
            }

            _writer.Line("return\n[\n    " + string.Join(",\n    ", results) + ",\n];");
        }
    }

    private void EmitViews(IEnumerable<LoopView> views)
    {
        foreach (var view in views)
        {
            _writer.Line($"var {view.Name} = {LoopStorage.Region(view.Buffer, view.First, view.Width)}.unbind(0);");
        }
    }

    private static LoopView StateView(CellState state) => new(state.Name, LoopStorage.All(state.Name), CellExtent.Zero, null);

    /// <summary>What is given for every step.</summary>
    private IEnumerable<string> Steps() => _cell.Sequences.Select(sequence => sequence.Name).Concat(_cell.Masks.Select(mask => mask.Name));

    /// <summary>The tensor whose kind others have.</summary>
    private string First => _cell.Sequences[0].Name;

    private string Sizes(Func<CellSize, string> read)
    {
        var (locals, values) = (_cell.Sizes.Select(size => size.Name), _cell.Sizes.Select(read));
        return $"var (steps, batch, {string.Join(", ", locals)}) = ({First}.size(0), {First}.size(1), {string.Join(", ", values)});";
    }

    /// <summary>Whether a loop reads an array.</summary>
    private static bool IsRead(List<string> body, string name) => body.Any(line => line.Split(Separators).Any(part => part == name + "[t"));

    /// <summary>Whether the derivative speaks of a tensor over all steps.</summary>
    private bool IsNamed(string name) =>
        _backward.Before.Concat(_backward.OfWeights.Values).Any(line => IsNamedIn(line, name));

    private static bool IsNamedIn(string line, string name) => !line.StartsWith("//", StringComparison.Ordinal) && line.Split(Separators).Contains(name);

    private static readonly char[] Separators = [' ', '(', ')', ',', '.', ';', ']'];

    private static string Initial(CellState state) => "initial" + Identifiers.ToPascalCase(state.Name);

    private IEnumerable<string> Given() => Given(Initial);

    /// <summary>What is given, with the states under such names.</summary>
    private IEnumerable<string> Given(Func<CellState, string> state) =>
        _cell.Sequences.Select(sequence => sequence.Name).Concat(_cell.States.Select(state)).Concat(_cell.Masks.Select(mask => mask.Name)).Concat(_cell.Weights.Select(weight => weight.Local));

    /// <summary>The tensors over all steps that the forward run makes.</summary>
    private IEnumerable<string> Own() =>
        _cell.States.Select(state => LoopStorage.All(state.Name))
            .Concat(_storage.Buffers.Select(buffer => buffer.Name));
}
