using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes the class that runs a cell over all steps and knows its own derivative.</summary>
internal sealed class LoopClassEmitter
{
    private readonly RecurrentLayer _layer;
    private readonly CellGraph _cell;
    private readonly TypeNames _names;
    private readonly SourceWriter _writer;
    private readonly LoopStorage _storage;
    private readonly LoopForwardEmitter _forward;
    private readonly LoopBackwardEmitter _backward;
    private readonly List<NormNode> _norms;

    public LoopClassEmitter(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        (_layer, _cell, _names, _writer) = (layer, cell, names, writer);
        _storage = new LoopStorage(cell);
        _forward = new LoopForwardEmitter(cell, _storage, names, writer);
        _backward = new LoopBackwardEmitter(cell, _storage, names);
        _norms = [.. cell.Nodes.OfType<NormNode>()];
    }

    public void Emit()
    {
        var name = EmittedMembers.Loop(_layer);
        _writer.Line("/// <summary>")
            .Line($"/// <c>{_layer.Key}</c> over all steps of one layer in one direction, with its own derivative: a graph of every operation of every step would")
            .Line("/// take several times as long to build and to walk. There are no second derivatives.")
            .Line("/// </summary>")
            .Line(ModelEmitter.Generated(_names))
            .Line($"private sealed class {name} : {_names.Torch}.autograd.MultiTensorFunction<{name}>");
        using (_writer.Braces())
        {
            _writer.Line($"public override string Name => nameof({name});").Line();
            EmitForward();
            EmitBackward();
        }
    }

    private void EmitForward()
    {
        var (tensor, list) = (_names.Tensor, $"{_names["List"]}<{_names.Tensor}>");
        _writer.Line($"public override {list} forward({_names.Torch}.autograd.AutogradContext context, params object[] given)");
        using (_writer.Braces())
        {
            _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();").Line("context.set_materialize_grads(false);");
            var index = 0;
            foreach (var name in Given())
            {
                _writer.Line($"var {name} = ({tensor})given[{Literal.Of(index++)}];");
            }

            _writer.Line()
                .Line($"var (steps, batch, size) = (projected.size(0), projected.size(1), projected.size(2) / {Literal.Of(_layer.Gates)});")
                .Line($"using {_names["Scalar"]} one = 1;");
            foreach (var weight in _cell.Weights.Where(weight => weight.IsMatrix))
            {
                _writer.Line($"var {weight.Local}Turned = {weight.Local}.t();");
            }

            _writer.Line().Line("// What the derivative will read is kept over all steps; the sums of the gates give way to the gates.");
            foreach (var state in _cell.States)
            {
                var all = LoopStorage.All(state.Name);
                _writer.Line($"var {all} = projected.new_empty(steps + 1, batch, {Initial(state)}.size(1));")
                    .Line($"{all}.select(0, 0).copy_({Initial(state)});");
            }

            foreach (var (name, blocks) in _storage.Buffers)
            {
                _writer.Line($"var {name} = projected.new_empty(steps, batch, {(blocks == 0 ? "initialHidden.size(1)" : LoopStorage.Blocks(blocks))});");
            }

            _writer.Line();
            EmitViews(_storage.Views.Concat(_cell.States.Select(state => (state.Name, LoopStorage.All(state.Name), 0, -1))));
            foreach (var mask in _cell.Masks)
            {
                _writer.Line($"var {mask.Name}At = {mask.Name}.unbind(0);");
            }

            _writer.Line("for (var t = 0; t < steps; t++)");
            using (_writer.Braces())
            {
                _forward.EmitStep();
            }

            _writer.Line();
            var own = new HashSet<string>(Own());
            var weights = new HashSet<string>(_cell.Weights.Select(weight => weight.Local));
            _writer.Line("// What others may change before the derivative is asked for is copied: an optimizer the weights, a caller the states it is given.")
                .Line($"context.save_for_backward(\n[\n    {string.Join(",\n    ", Saved().Select(Keep))},\n]);")
                .Line($"return [{string.Join(", ", _cell.States.Select(state => $"{LoopStorage.All(state.Name)}.narrow(0, 1, steps).clone().MoveToOuterDisposeScope()"))}];");

            string Keep(string name) => name + (weights.Contains(name) ? ".clone()" : "") + (weights.Contains(name) || own.Contains(name) ? ".MoveToOuterDisposeScope()" : "");
        }

        _writer.Line();
    }

    private void EmitBackward()
    {
        var (tensor, list) = (_names.Tensor, $"{_names["List"]}<{_names.Tensor}>");
        _writer.Line($"public override {list} backward({_names.Torch}.autograd.AutogradContext context, {list} gradients)");
        using (_writer.Braces())
        {
            _writer.Line($"using var scope = {_names.Torch}.NewDisposeScope();")
                .Line($"using var free = {_names.Torch}.no_grad();")
                .Line("var saved = context.get_saved_variables();");
            var index = 0;
            foreach (var name in Saved())
            {
                _writer.Line($"var {name} = saved[{Literal.Of(index++)}];");
            }

            var hidden = LoopStorage.All(_cell.States[0].Name);
            _writer.Line()
                .Line($"var (steps, batch, size) = (projected.size(0), projected.size(1), projected.size(2) / {Literal.Of(_layer.Gates)});")
                .Line($"using {_names["Scalar"]} one = 1;");
            if (_backward.Before.Any(line => line.Contains("minusOne")))
            {
                _writer.Line($"using {_names["Scalar"]} minusOne = -1;");
            }

            foreach (var (name, width) in _backward.Buffers)
            {
                _writer.Line($"var {name} = projected.new_empty(steps, batch, {(width == 0 ? $"{hidden}.size(2)" : LoopStorage.Blocks(width))});");
            }

            foreach (var state in _cell.States)
            {
                _writer.Line($"var {LoopBackwardEmitter.OfState(state)} = projected.new_zeros(batch, {LoopStorage.All(state.Name)}.size(2));");
            }

            var blocks = _storage.Views.Where(view => view.Count > 0 && IsNamed(LoopStorage.All(view.Name))).ToList();
            if (blocks.Count > 0)
            {
                _writer.Line();
                foreach (var (name, buffer, first, count) in blocks)
                {
                    _writer.Line($"var {LoopStorage.All(name)} = {LoopStorage.Region(buffer, first, count)};");
                }
            }

            if (_backward.Before.Count > 0)
            {
                _writer.Line().Line("// The factors that the forward run has left behind, of all steps at once.");
                foreach (var line in _backward.Before)
                {
                    _writer.Line(line);
                }
            }

            _writer.Line();
            EmitViews(Used(_storage.Views.Concat(_cell.States.Select(state => (state.Name, LoopStorage.All(state.Name), 0, -1)))).Concat(_backward.Views.Where(view => IsRead(view.Name))));
            foreach (var mask in _cell.Masks.Where(mask => IsRead(mask.Name + "At")))
            {
                _writer.Line($"var {mask.Name}At = {mask.Name}.unbind(0);");
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

            _writer.Line("for (var t = (int)steps - 1; t >= 0; t--)");
            using (_writer.Braces())
            {
                foreach (var state in _cell.States)
                {
                    _writer.Line($"if ({state.Name}Given is not null)");
                    using (_writer.Braces())
                    {
                        _writer.Line($"{LoopBackwardEmitter.OfState(state)}.add_({state.Name}Given[t]);");
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

            _writer.Line().Line("// The weights' gradients are sums over all steps: one product each.");
            var results = new List<string> { "allProjectedGradient" };
            results.AddRange(_cell.States.Select(LoopBackwardEmitter.OfState));
            results.AddRange(_cell.Masks.Select(_ => "null!"));
            foreach (var weight in _cell.Weights)
            {
                _writer.Line($"var {weight.Local}Gradient = {_backward.OfWeights[weight]};");
                results.Add(weight.Local + "Gradient");
            }

            _writer.Line("return\n[\n    " + string.Join(",\n    ", results.Select(result => result == "null!" ? result : result + ".MoveToOuterDisposeScope()")) + ",\n];");
        }
    }

    private void EmitViews(IEnumerable<(string Name, string Buffer, int First, int Count)> views)
    {
        foreach (var (name, buffer, first, count) in views)
        {
            _writer.Line($"var {name}{(name == "projected" ? "At" : "")} = {LoopStorage.Region(buffer, first, count)}.unbind(0);");
        }
    }

    private IEnumerable<(string Name, string Buffer, int First, int Count)> Used(IEnumerable<(string Name, string Buffer, int First, int Count)> views) =>
        views.Where(view => IsRead(view.Name));

    /// <summary>Whether the backward loop reads an array.</summary>
    private bool IsRead(string name) => _backward.Body.Any(line => line.Split(Separators).Any(part => part == name + "[t"));

    /// <summary>Whether the derivative speaks of a tensor over all steps.</summary>
    private bool IsNamed(string name) =>
        _backward.Before.Concat(_backward.OfWeights.Values).Any(line => line.Split(Separators).Contains(name));

    private static readonly char[] Separators = [' ', '(', ')', ',', '.', ';', ']'];

    private static string Initial(CellState state) => "initial" + Identifiers.ToPascalCase(state.Name);

    private IEnumerable<string> Given() =>
        _cell.States.Select(Initial).Prepend("projected").Concat(_cell.Masks.Select(mask => mask.Name)).Concat(_cell.Weights.Select(weight => weight.Local));

    /// <summary>The tensors over all steps that the forward run makes.</summary>
    private IEnumerable<string> Own() =>
        _cell.States.Select(state => LoopStorage.All(state.Name))
            .Concat(_storage.Buffers.Select(buffer => buffer.Name));

    private IEnumerable<string> Saved() =>
        Own().Prepend("projected").Concat(_cell.Masks.Select(mask => mask.Name)).Concat(_cell.Weights.Select(weight => weight.Local));
}
