using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>The step of a user-defined cell: the weights are locals with the names of its parameters.</summary>
internal sealed class UserCellStepScope(Recurrence recurrence, StepFrame frame, LoopScalars scalars, TypeNames names) : IStepScope
{
    private readonly CellScope _scope = new(recurrence, scalars, names, frame.Locals.Concat(ScopeNames.CellStep), "input", "input.size(0)");
    private readonly Dictionary<CellNode, string> _locals = [];

    public string Batch => "input.size(0)";

    public int Dimension => -1;

    public string Local(CellNode node)
    {
        if (!_locals.TryGetValue(node, out var local))
        {
            _locals.Add(node, local = _scope.Allocate(Identifiers.ToLocal(node is PreviousNode ? node.Name + "Previous" : node.Name)));
        }

        return local;
    }

    public string? Weight(CellWeight weight) => _scope.Weight(weight);

    public IEnumerable<string> Prepare(CellGraph graph)
    {
        var dropped = graph.Nodes.OfType<ProductNode>().Select(product => product.Weight).Where(weight => weight.Source is DroppedMatrix).ToList();
        return dropped.Count == 0
            ? []
            : [.. dropped.Select(weight => $"var {_scope.Declare(weight)} = {Dropped((DroppedMatrix)weight.Source)};").Prepend("// Weight drop on the recurrent projections.").Prepend("")];
    }

    public void Declare(SourceWriter writer, IEnumerable<string> sizes)
    {
        var cell = recurrence.Operation.UserCell!.Typed;
        if (cell.Parameters.Count > 0)
        {
            writer.Line($"var weights = {recurrence.Layer.Property}.Layer({frame.Index});");
        }

        _scope.DeclareParameters(writer);
        _scope.Printer.Sizes.UnionWith(sizes);
        _scope.DeclareSizes(cell, frame.All, "input", writer);
        _scope.DeclareMatrices(writer);
    }

    // Columns that multiply the input alone stay.
    private string Dropped(DroppedMatrix matrix)
    {
        var columns = matrix.Columns.Select(column => column.IsDropped ? Drop(_scope.Columns(column.Term)) : _scope.Columns(column.Term)).ToList();
        return columns.Count == 1 ? columns[0] : $"{names.Torch}.cat([{string.Join(", ", columns)}], 1)";
    }

    private string Drop(string weights) => $"{names.Nn}.functional.dropout({weights}, {Literal.Of(recurrence.Operation.Options.WeightDrop)}, {names.Training})";
}
