using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Prints the stages of a time step: calls for products and reductions, and a method for each loop over columns.</summary>
/// <param name="cell">The cell.</param>
/// <param name="isBackward">Whether they are those of the backward pass.</param>
/// <param name="names">The names of its class.</param>
/// <param name="types">The names of types.</param>
internal sealed class StagePrinter(CellGraph cell, bool isBackward, KernelNames names, TypeNames types)
{
    private readonly List<string> _body = [];
    private readonly List<(string Name, PassPrinter Printer)> _passes = [];

    /// <summary>The statements of a step.</summary>
    public IReadOnlyList<string> Body => _body;

    /// <summary>The loops over columns, which the statements call by name.</summary>
    public IReadOnlyList<(string Name, PassPrinter Printer)> Passes => _passes;

    /// <summary>Declares the fields of a stage: the call of the kernel needs no more than their names.</summary>
    public void Declare(RowStage stage)
    {
        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                Declare(multiply.Operand);
                names.Field(product.Weight);
                Declare(isBackward ? null : product.Bias);
                Declare(multiply.Target);
                break;

            case ReductionStage reduction:
                Declare(reduction.Operand);
                Declare((reduction.Node as NormNode)?.Gain);
                Declare((reduction.Node as NormNode)?.Bias);
                Declare(reduction.Target);
                names.Extent(reduction.Node.Extent);
                break;

            case ReductionGradientStage gradient:
                Declare(gradient.Gradient);
                Declare(gradient.Value);
                Declare((gradient.Node as NormNode)?.Gain);
                Declare(gradient.Target);
                names.Extent(gradient.Node.Extent);
                break;

            case ConcatStage concat:
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    Declare(location);
                    names.Extent(node.Extent);
                }

                Declare(concat.Target);
                break;

            case RepeatStage repeat:
                Declare(repeat.Operand);
                Declare(repeat.Target);
                names.Extent(repeat.Node.Extent);
                break;

            case SumStage sum:
                Declare(sum.Operand);
                Declare(sum.Target);
                names.Extent(sum.Node.Extent);
                break;

            case RowProductStage product:
                Declare(product.Left);
                Declare(product.Right);
                Declare(product.Target);
                names.Extent(product.Rows);
                names.Extent(product.Columns);
                break;

            case AttentionStage attention:
                Declare(Query(attention));
                Declare(attention.Projection);
                break;

            case AttentionGradientStage gradient:
                Declare(gradient.Projection);
                Declare(QueryGradient(gradient));
                break;

            case PassStage pass:
                foreach (var columns in pass.Loops)
                {
                    foreach (var location in columns.Locations)
                    {
                        Declare(location);
                    }

                    names.Extent(columns.Width);
                }

                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} has no fields.");
        }
    }

    private void Declare(RowLocation location)
    {
        names.Field(location.Memory);
        names.Extent(location.First);
    }

    private void Declare(CellWeight? vector)
    {
        if (vector is not null)
        {
            names.Field(new WeightRow(vector));
        }
    }

    /// <summary>Adds the statements of a stage.</summary>
    public void Print(RowStage stage)
    {
        if (_body.Count > 0)
        {
            _body.Add("");
        }

        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                _body.Add(isBackward ? $"// {names.Symbol(product.Operand)} {(multiply.Accumulates ? "+=" : "=")} {names.Symbol(product)} {product.Weight.Symbol}" : Describe(product, multiply.Accumulates));
                _body.Add(!isBackward && product.Bias is { } bias
                    ? $"{types["Product"]}.Multiply({names.Rows(multiply.Operand)}, {names.Field(product.Weight)}.Of<T>(), {names.Rows(RowLocation.Of(new WeightRow(bias)))}, {names.Rows(multiply.Target)});"
                    : $"{types["Product"]}.Multiply({names.Rows(multiply.Operand)}, {names.Field(product.Weight)}.Of<T>(), {names.Rows(multiply.Target)}, accumulates: {Literal.Of(multiply.Accumulates)});");
                break;

            case ReductionStage { Node: NormNode norm } reduction:
                Comment(norm);
                var shift = norm.Bias is { } vector ? $", in {WeightOf(vector)}" : "";
                _body.Add($"{types["RowReductions"]}.Normalise<TLane, T>({names.Rows(reduction.Operand)}, in {WeightOf(norm.Gain)}{shift}, {names.Rows(reduction.Target)}, {names.Extent(norm.Extent)}, blocks: {Literal.Of(norm.Blocks)});");
                break;

            case ReductionStage { Node: SoftmaxNode softmax } reduction:
                Comment(softmax);
                _body.Add($"{types["RowReductions"]}.Softmax<TLane, T>({names.Rows(reduction.Operand)}, {names.Rows(reduction.Target)}, {names.Extent(softmax.Extent)});");
                break;

            case ReductionGradientStage { Node: NormNode norm } gradient:
                _body.Add("// Backward through the layer normalisation.");
                _body.Add($"{types["RowReductions"]}.NormaliseBackward<TLane, T>({names.Rows(gradient.Gradient)}, {names.Rows(gradient.Value)}, in {WeightOf(norm.Gain)}, {names.Rows(gradient.Target)}, {names.Extent(norm.Extent)}, blocks: {Literal.Of(norm.Blocks)}, accumulates: {Literal.Of(gradient.Accumulates)});");
                break;

            case ReductionGradientStage gradient:
                _body.Add("// Backward through the softmax.");
                _body.Add($"{types["RowReductions"]}.SoftmaxBackward<TLane, T>({names.Rows(gradient.Gradient)}, {names.Rows(gradient.Value)}, {names.Rows(gradient.Target)}, {names.Extent(gradient.Node.Extent)}, accumulates: {Literal.Of(gradient.Accumulates)});");
                break;

            case ConcatStage concat:
                Comment(concat.Node);
                var first = CellExtent.Zero;
                foreach (var (location, node) in concat.Operands.Zip(concat.Node.Operands, (location, node) => (location, node)))
                {
                    _body.Add($"{types["RowReductions"]}.Copy({names.Rows(location)}, {names.Rows(concat.Target.From(first))}, {names.Extent(node.Extent)});");
                    first += node.Extent;
                }

                break;

            case RepeatStage repeat:
                Comment(repeat.Node);
                _body.Add($"{types["RowProducts"]}.Repeat({names.Rows(repeat.Operand)}, {names.Rows(repeat.Target)}, {names.Extent(repeat.Node.Extent)});");
                break;

            case SumStage sum:
                _body.Add($"// {names.Symbol(sum.Node.Operand)} {(sum.Accumulates ? "+=" : "=")} the sum of {names.Symbol(sum.Node)}");
                _body.Add($"{types["RowProducts"]}.Sum<TLane, T>({names.Rows(sum.Operand)}, {names.Rows(sum.Target)}, {names.Extent(sum.Node.Extent)}, accumulates: {Literal.Of(sum.Accumulates)});");
                break;

            case RowProductStage product:
                if (product.Operand is null)
                {
                    Comment(product.Node);
                }
                else
                {
                    _body.Add($"// {names.Symbol(product.Operand)} {(product.Accumulates ? "+=" : "=")} {OfOperand(product.Node, product.Operand)}");
                }

                _body.Add($"{types["RowProducts"]}.{product.Product}<TLane, T>({names.Rows(product.Left)}, {names.Rows(product.Right)}, {names.Rows(product.Target)}, {names.Extent(product.Rows)}, {names.Extent(product.Columns)}, accumulates: {Literal.Of(product.Accumulates)});");
                break;

            case AttentionStage attention:
                _body.Add("// Attention with the previous hidden state as query; the context vector is added to the pre-activations.");
                _body.Add($"{KernelNames.Attention}.Step<TLane, T>(t, rows, {names.Rows(Query(attention))}, {names.Rows(attention.Projection)});");
                break;

            case AttentionGradientStage gradient:
                _body.Add("// Backward through the attention.");
                _body.Add($"{KernelNames.Attention}.Step<TLane, T>(t, rows, {names.Rows(gradient.Projection)}, {names.Rows(QueryGradient(gradient))});");
                break;

            case PassStage pass:
                foreach (var columns in pass.Loops)
                {
                    Print(columns);
                }

                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} has no code.");
        }
    }

    /// <summary>What a product of rows hands to an operand.</summary>
    private string OfOperand(CellNode node, CellNode operand) => node switch
    {
        OuterNode outer when operand == outer.Left => $"{names.Symbol(node)} · {names.NameOf(outer.Right)}",
        OuterNode outer => $"{names.Symbol(node)}ᵀ · {names.NameOf(outer.Left)}",
        ContractedNode { IsTransposed: true } product when operand == product.Matrix => $"{names.NameOf(product.Vector)} · {names.Symbol(node)}ᵀ",
        ContractedNode product when operand == product.Matrix => $"{names.Symbol(node)} · {names.NameOf(product.Vector)}ᵀ",
        ContractedNode product => $"{names.NameOf(product.Matrix)}{(product.IsTransposed ? "" : "ᵀ")} · {names.Symbol(node)}",
        _ => "",
    };

    private void Print(RowLoop columns)
    {
        var name = _passes.Count == 0 ? "Pass" : "Pass" + Literal.Of(_passes.Count + 1);
        _passes.Add((name, new PassPrinter(columns, names, new LaneOperations(types["Lanes"]), names)));
        var width = names.Extent(columns.Width);
        if (_body.Count > 0 && _body[_body.Count - 1].Length > 0)
        {
            _body.Add("");
        }

        _body.Add($"// {string.Join(", ", columns.Assignments.Where(assignment => assignment.Target is not null).Select(assignment => isBackward ? names.Symbol(assignment.Node) : names.NameOf(assignment.Node)).Distinct())}");
        _body.Add($"{name}<TLane, {types["WholeLanes"]}<TLane, T>, T>(t, rows, {types["ColumnRange"]}.Whole<TLane>({width}));");
        _body.Add($"{name}<TLane, {types["LastLane"]}<TLane, T>, T>(t, rows, {types["ColumnRange"]}.Last<TLane>({width}));");
    }

    private static RowLocation Query(AttentionStage attention) => RowLocation.Of(new StateRow(attention.Query, IsNext: false));

    private static RowLocation QueryGradient(AttentionGradientStage attention) => RowLocation.Of(new CarriedRow(attention.Query, IsNext: false));

    private void Comment(CellNode node) => _body.AddRange(node.EquationLines.Select(line => "// " + line));

    private string WeightOf(CellWeight weight) => $"{names.Field(new WeightRow(weight))}.Row<T>(0, 0)";

    /// <summary>u = U h, or what the product is added to.</summary>
    private string Describe(ProductNode product, bool accumulates)
    {
        var sum = accumulates ? cell.ReadersOf(product)[0] : product;
        return "// " + (sum.Equation.Length > 0 ? sum.Equation.Replace("\n", "\n// ") : $"{(accumulates ? "The input projection" : names.NameOf(product))} {(accumulates ? "+=" : "=")} {product.Weight.Symbol} {(product.Operand.Symbol.Length > 0 ? product.Operand.Symbol : names.NameOf(product.Operand))}");
    }
}
