using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Writes how one layer of a cell of equations runs over a sequence in one direction.</summary>
internal sealed class UserCellUnrollEmitter
{
    private readonly Recurrence _recurrence;
    private readonly TypedCell _cell;
    private readonly CellGraph _graph;
    private readonly TypeNames _names;
    private readonly CellScope _scope;
    private readonly List<string> _body = [];
    private readonly ProjectionOperands _operands = new();

    private UserCellUnrollEmitter(Recurrence recurrence, CellGraph graph, LoopScalars scalars, TypeNames names)
    {
        (_recurrence, _cell, _graph, _names) = (recurrence, recurrence.Operation.UserCell!.Typed, graph, names);
        _scope = new CellScope(recurrence, scalars, names, ScopeNames.UnrolledCell, "sequence", "sequence.size(0), sequence.size(1)", hasAllSteps: true);
        _scope.Printer.Declare(_scope.Nodes[_cell.Values.Input(LengthTerm.Known(CellLength.Features, ""))], "sequence");
    }

    public static void Emit(Recurrence recurrence, CellGraph graph, LoopScalars scalars, TypeNames names, SourceWriter writer) => new UserCellUnrollEmitter(recurrence, graph, scalars, names).Emit(writer);

    /// <summary>Writes the method that runs all layers over a sequence, for cells with more states than the runtime has methods for.</summary>
    private void EmitRun(SourceWriter writer)
    {
        var tensor = _names.Tensor;
        var states = _recurrence.Operation.States.Select(state => state.Name).ToList();
        var given = states.Select(state => Common.Identifiers.ToCamelCase(state) + "Before").ToList();
        writer.Line($"/// <summary>The layers of <c>{_recurrence.Layer.Key}</c> over a whole sequence: [batch, time, features] to [batch, time, features], and the final states.</summary>")
            .Line(_names.Generated)
            .Line($"private ({string.Join(", ", TupleNames.Of(states.Prepend("Output")).Select(name => $"{tensor} {name}"))}) {TorchMembers.Run(_recurrence.Layer.Property)}("
                + $"{tensor} input, {tensor}? lengths, {string.Join(", ", given.Select(state => $"{tensor}? {state}"))})");
        using (writer.Braces())
        {
            writer.Line($"{tensor}[]? initial = {string.Join(" || ", given.Select(state => state + " is null"))} ? null : [{string.Join(", ", given)}];")
                .Line($"var (output, final) = {TorchMembers.LayersField(_recurrence.Layer.Property)}.Run(input, lengths, initial, {_names.Training}, {TorchMembers.Unroll(_recurrence.Layer.Property)});")
                .Line($"return (output, {string.Join(", ", states.Select((_, i) => $"final[{Literal.Of(i)}]"))});");
        }

        writer.Line();
    }

    private void Emit(SourceWriter writer)
    {
        if (_cell.States.Count > 2)
        {
            EmitRun(writer);
        }

        // Everything is printed before anything is written: by then the sizes and numbers that it speaks of are known.
        ComputeInputs();
        var given = Given();
        var weights = _graph.Weights.Select(weight => Source(weight.Source)).ToList();
        UnrollFrame.Emit(_recurrence, _graph, Begin, weights, _names, writer);

        (string? Projection, IEnumerable<string> Inputs) Begin()
        {
            if (_cell.Parameters.Count > 0)
            {
                writer.Line($"var weights = {_recurrence.Layer.Property}.Layer(layer, reverse);");
            }

            _scope.DeclareParameters(writer);
            _scope.DeclareSizes(_cell, index => $"initial[{Literal.Of(index)}]", "sequence", writer);
            _scope.DeclareMatrices(writer);
            foreach (var line in _body)
            {
                writer.Line(line);
            }

            if (_graph.Masks.Count > 0)
            {
                writer.Line("var steps = sequence.size(0);");
            }

            return (_graph.Blocks.Count > 0 ? "projection" : null, given);
        }
    }

    /// <summary>The values that depend on the input only, for all steps.</summary>
    private void ComputeInputs()
    {
        var wanted = _graph.Sequences.OfType<InputNode>().Select(input => input.Value)
            .Concat(_graph.Blocks.SelectMany(block => block.Others.Select(other => other.Value).Concat(block.Products.Select(product => product.Operand))))
            .Concat(_graph.Weights.Select(weight => weight.Source).OfType<WholeVector>().SelectMany(source => source.Sum.Parts.Select(part => part.Value)));
        var needed = new HashSet<CellValue>();
        foreach (var value in wanted)
        {
            Need(value);
        }

        foreach (var definition in _cell.Definitions.Where(definition => needed.Contains(definition.Value) && definition.Value is not (NumberValue or InputValue or ParameterValue)
            && !_scope.Printer.IsDeclared(_scope.Nodes[definition.Value])))
        {
            var local = _scope.Allocate(Common.Identifiers.ToLocal(definition.Name.Key));
            _body.Add("");
            _body.Add($"// {definition.Text}{(_scope.Facts.Of(definition.Value) == Dependence.Input ? ", for all steps at once" : "")}");
            _body.Add($"var {local} = {_scope.Print(definition.Value)};");
            _scope.Printer.Declare(_scope.Nodes[definition.Value], local);
        }

        if (_graph.Blocks.Count > 0)
        {
            var of = _graph.Blocks.Select(block => block.Of).Where(label => label.Length > 0).Distinct().ToList();
            _body.Add("");
            _body.Add($"// Input projection of {(of.Count == 0 ? "the pre-activations" : string.Join(", ", of))}, for all steps at once.");
            _body.Add($"var projection = {_operands.Create(Blocks(), _names)};");
        }

        void Need(CellValue value)
        {
            if (needed.Add(value))
            {
                foreach (var operand in value.Operands)
                {
                    Need(operand);
                }
            }
        }
    }

    /// <summary>Neighbouring products of one operand are one product.</summary>
    private string Blocks()
    {
        var parts = new List<string>();
        for (var i = 0; i < _graph.Blocks.Count;)
        {
            var operand = OperandOf(_graph.Blocks[i]);
            var run = _graph.Blocks.Skip(i).TakeWhile(block => operand is not null && OperandOf(block) == operand).ToList();
            if (run.Count == 0)
            {
                parts.Add(Block(_graph.Blocks[i]));
                i++;
                continue;
            }

            var biases = _scope.Biases([.. run.Select(block => (block.Length, block.Others.Count == 0 ? null : new VectorSum(block.Others, [], 0)))], "sequence");
            parts.Add($"{_names["LinearProjection"]}.Of({_operands[_scope.Print(operand!), "input"]}, {_operands[_scope.Rows([.. run.Select(block => block.Products)]), "weight"]}{(biases is null ? "" : ", " + _operands[biases, "bias"])})");
            i += run.Count;
        }

        return parts.Count == 1 ? parts[0] : $"{_names.Torch}.cat(\n[\n    {string.Join(",\n    ", parts)},\n], -1)";
    }

    /// <summary>The operand of all products of a block whose other terms are vectors; null for other blocks.</summary>
    private CellValue? OperandOf(InputBlock block)
    {
        var operands = block.Products.Select(product => product.Operand).Distinct().ToList();
        return operands.Count == 1 && block.Number == 0 && _scope.Facts.Of(operands[0]) == Dependence.Input && block.Others.All(other => _scope.Facts.Of(other.Value) == Dependence.Parameters)
            ? operands[0]
            : null;
    }

    private string Block(InputBlock block)
    {
        var products = block.Products.Select(product => $"{_names["LinearProjection"]}.Of({_operands[_scope.Print(product.Operand), "input"]}, {_operands[_scope.Columns(product), "weight"]})");
        var operands = block.Others.OrderByDescending(other => other.Scale).Select(other => _operands[_scope.Scaled(other.Scale, _scope.Within(other.Value)), "term"])
            .Concat(block.Number == 0 ? [] : [_operands[$"sequence.new_full(1, {_scope.Printer.Scalars[block.Number]})", "number"]])
            .ToList();

        // The loop writes over the projection, and computes it again from its operands: an operand by itself is copied.
        return block.Products.Count == 0 && operands.Count == 1 ? operands[0] + ".clone()" : _scope.Sum([.. products, .. operands]);
    }

    /// <summary>The other inputs of the loop.</summary>
    private List<string> Given() => [.. _graph.Sequences.OfType<InputNode>().Select(input => _scope.Print(input.Value))];

    private string Source(WeightSource source) => source switch
    {
        JoinedMatrices joined when _recurrence.Operation.Options.WeightDrop > 0 =>
            $"{_names.Nn}.functional.dropout({_scope.Rows(joined.Rows)}, {Literal.Of(_recurrence.Operation.Options.WeightDrop)}, {_names.Training})",
        JoinedMatrices joined => _scope.Rows(joined.Rows),
        JoinedBiases joined => _scope.Biases(joined.Parts, "sequence")!,
        JoinedGains joined => _scope.Gains(joined.Parts, "sequence"),
        WholeVector vector => _scope.Vector(vector.Sum),
        Ones ones => $"sequence.new_ones({_scope.Length([ones.Length])})",
        _ => throw new InvalidOperationException($"A {source.GetType().Name} is no weight."),
    };
}
