using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>
/// Writes the method that adds one layer of a cell in one direction: its weights, what depends on the input alone for all steps, and a Scan with the other values as its body.
/// </summary>
internal sealed class OnnxCell
{
    // No size of a layer is called so.
    private const string Features = " features";

    private readonly GraphCell _plan;
    private readonly TypeNames _names;
    private readonly NameAllocator _locals;
    private readonly Dictionary<CellNode, string> _values = [];
    private readonly Dictionary<CellParameter, string> _matrices = [];
    private readonly Dictionary<string, string> _weights = [];
    private readonly HashSet<CellNode> _read = [];
    private readonly List<string> _around = [];
    private readonly List<string> _body = [];
    private bool _usesFeatures;
    private bool _usesWeights;

    public OnnxCell(GraphCell plan, TypeNames names)
    {
        (_plan, _names) = (plan, names);
        _locals = new NameAllocator(OnnxNames.CellLocals.Concat(TorchNames.Names.MembersOf(Layer.Property)).Append(OnnxNames.Layer(Layer)));
        foreach (var (matrix, formula) in plan.Matrices)
        {
            Add(matrix, formula);
        }

        foreach (var node in Cell.Nodes)
        {
            Add(node);
        }
    }

    private LayerReference Layer => _plan.Layer;

    private CellGraph Cell => _plan.Inference.Cell;

    public void Emit(SourceWriter writer)
    {
        var states = string.Join(", ", Cell.States.Select(NextOf));
        writer.Line($"/// <summary>One layer of <c>{Layer.Key}</c> in one direction, as a Scan over the steps.</summary>")
            .Line(_names.Generated)
            .Line($"private void {OnnxNames.Layer(Layer)}({_names["OnnxGraph"]} graph, {_names["OnnxValue"]} input, {_names["OnnxScan"]} scan, int layer, bool reverse)");
        using (writer.Braces())
        {
            if (_usesWeights || _usesFeatures)
            {
                writer.Line($"var weights = {Layer.Property}.Layer(layer, reverse);");
            }

            if (_usesFeatures)
            {
                writer.Line($"var features = {(_plan.IsBuiltIn ? "weights.Input.size(1)" : $"{Layer.Property}.Features(layer)")};");
            }

            Write(_around);
            writer.Line().Line("// One step.").Line("var step = scan.Step;");
            Write(_body);
            writer.Line($"scan.Finish({states});");
        }

        void Write(List<string> lines)
        {
            foreach (var line in lines)
            {
                writer.Line(line);
            }
        }
    }

    /// <summary>The next value of a state. One of weights alone is the same for all sequences.</summary>
    private string NextOf(CellState state) => state.Next.IsOfWeights
        ? $"step.Repeat({_values[state.Next]}, scan.Previous({Literal.Of(Cell.States.ToList().IndexOf(state))}), {Size(state.Extent)})"
        : _values[state.Next];

    /// <summary>A matrix that is made of others.</summary>
    private void Add(CellParameter matrix, CellNode formula)
    {
        var code = Formula(formula);
        var local = _locals.Allocate(Identifiers.ToLocal(matrix.Name.Key));
        _around.Add($"var {local} = {code}; // {matrix.Name.Display}");
        _matrices.Add(matrix, local);

        string Formula(CellNode node) => node is VectorNode vector ? Weight(vector.Weight) : Operation(node, "graph", Formula);
    }

    private void Add(CellNode node)
    {
        switch (node)
        {
            case SequenceNode:
                _values.Add(node, "input");
                return;

            case PreviousNode previous:
                var before = _locals.Allocate(Identifiers.ToLocal(previous.State.Name) + "Before");
                _values.Add(node, before);
                _body.Add($"var {before} = scan.Previous({Literal.Of(Cell.States.ToList().IndexOf(previous.State))});");
                return;

            case SameNode same:
                // In the part of the node: a state that becomes the input is read in the step.
                _values.Add(node, Read(same.Operand, _plan.Inference.PartOf(node)));
                return;
        }

        if (node is VectorNode vector)
        {
            _values.Add(node, Weight(vector.Weight));
            return;
        }

        var part = _plan.Inference.PartOf(node);
        var lines = part == InferencePart.Step ? _body : _around;
        var code = Operation(node, part == InferencePart.Step ? "step" : "graph", operand => Read(operand, part));
        foreach (var comment in Comments(node))
        {
            lines.Add("// " + comment);
        }

        var local = _locals.Allocate(InferenceNames.Of(Cell, node));
        lines.Add($"var {local} = {code};");
        _values.Add(node, local);
    }

    private IEnumerable<string> Comments(CellNode node) => node switch
    {
        ProductNode { Equation.Length: 0 } product => [InferenceNames.Describe(Cell, product)],
        SliceNode slice when slice.Equation == slice.Of.Equation => [],
        _ => node.EquationLines,
    };

    /// <summary>An operand in a part of the cell: in the step, what is computed for all steps is read at this one.</summary>
    private string Read(CellNode operand, InferencePart part)
    {
        if (part == InferencePart.Step && _plan.Inference.PartOf(operand) == InferencePart.Inputs && _read.Add(operand))
        {
            _body.Add($"{_values[operand]} = scan.Read({_values[operand]});");
        }

        return _values[operand];
    }

    private string Operation(CellNode node, string graph, Func<CellNode, string> of) => node switch
    {
        SumNode sum => $"{graph}.Add({of(sum.Left)}, {of(sum.Right)})",
        DifferenceNode difference => $"{graph}.Subtract({of(difference.Left)}, {of(difference.Right)})",
        TimesNode times => $"{graph}.Multiply({of(times.Left)}, {of(times.Right)})",
        QuotientNode quotient => $"{graph}.Divide({of(quotient.Left)}, {of(quotient.Right)})",
        ExtremeNode extreme => $"{graph}.{(extreme.IsLargest ? "Max" : "Min")}({of(extreme.Left)}, {of(extreme.Right)})",
        ClampNode clamp => $"{graph}.{(clamp.IsLargest ? "Max" : "Min")}({of(clamp.Operand)}, {Literal.Of(clamp.Bound)})",
        AffineNode affine => $"{graph}.Affine({of(affine.Operand)}, {Literal.Of(affine.Scale)}, {Literal.Of(affine.Shift)})",
        SelectNode select => $"{graph}.Select{select.Comparison}({Value(select.Left, graph, of)}, {Value(select.Right, graph, of)}, {Value(select.Then, graph, of)}, {Value(select.Otherwise, graph, of)})",
        RemainderNode remainder => $"{graph}.Remainder({Value(remainder.Operand, graph, of)}, {Value(remainder.Modulus, graph, of)})",
        LerpNode lerp => $"{graph}.Lerp({of(lerp.Start)}, {of(lerp.End)}, {of(lerp.Weight)})",
        FunctionNode function => $"{graph}.{function.Function}({of(function.Operand)})",
        OuterNode outer when outer.Left.Extent == CellExtent.One => $"{graph}.Multiply({of(outer.Left)}, {of(outer.Right)})",
        OuterNode outer => $"{graph}.Outer({of(outer.Left)}, {of(outer.Right)}, {Size(outer.Extent)}{OfWeights(outer)})",
        ContractedNode contracted when contracted.Matrix.Extent == contracted.Vector.Extent => $"{graph}.Inner({of(contracted.Matrix)}, {of(contracted.Vector)})",
        ContractedNode contracted => $"{graph}.MatrixTimes({of(contracted.Matrix)}, {of(contracted.Vector)}, {Size(contracted.IsTransposed ? contracted.Vector.Extent : contracted.Extent)}, {Size(contracted.IsTransposed ? contracted.Extent : contracted.Vector.Extent)}, transposed: {Literal.Of(contracted.IsTransposed)}{OfWeights(contracted.Matrix)})",
        RepeatNode repeat => $"{graph}.Repeat({of(repeat.Operand)}, {of(repeat.Operand)}, {Size(repeat.Extent)})",
        SoftmaxNode softmax => $"{graph}.Softmax({of(softmax.Operand)})",
        SliceNode slice => $"{graph}.Slice({of(slice.Of)}, {Size(slice.First)}, {Size(slice.Extent)})",
        ProductNode product => $"{graph}.Product({of(product.Operand)}, {Transposed(product.Weight)}{(product.Bias is { } bias ? ", " + Weight(bias) : "")})",
        NormNode { Blocks: > 1 } norm => $"{graph}.NormaliseParts({of(norm.Operand)}, {Weight(norm.Gain)}, {Bias(norm)}, {Literal.Of(norm.Blocks)}, {Part(norm)})",
        NormNode { Bias: null } norm => $"{graph}.Normalise({of(norm.Operand)}, {Weight(norm.Gain)})",
        NormNode norm => $"{graph}.Normalise({of(norm.Operand)}, {Weight(norm.Gain)}, {Bias(norm)})",
        ConcatNode concat => $"{graph}.Concat({string.Join(", ", concat.Operands.Select(item => Item(item, concat, graph, of)))})",
        _ => throw new InvalidOperationException($"A {node.GetType().Name} has no ONNX form."),
    };

    private static string Value(NodeOrNumber operand, string graph, Func<CellNode, string> of) => operand.Node is { } node ? of(node) : $"{graph}.Number({Literal.Of(operand.Number)})";

    private static string OfWeights(CellNode node) => node.IsOfWeights ? ", ofWeights: true" : "";

    private string Bias(NormNode norm) => norm.Bias is { } bias ? Weight(bias) : "null";

    /// <summary>The size of one of several parts that are normalised on their own.</summary>
    private string Part(NormNode norm) => $"({Size(norm.Extent)}) / {Literal.Of(norm.Blocks)}";

    /// <summary>An item of a concatenation: what is the same for all sequences is repeated beside what is not.</summary>
    private string Item(CellNode item, ConcatNode concat, string graph, Func<CellNode, string> of) => item.IsOfWeights && !concat.IsOfWeights
        ? $"{graph}.Repeat({of(item)}, {of(concat.Operands.First(other => !other.IsOfWeights))}, {Size(item.Extent)})"
        : of(item);

    /// <summary>Wᵀ of a product.</summary>
    private string Transposed(CellWeight weight) => weight.Source is JoinedColumns joined && joined.Parts.Any(part => MadeOf(part.Matrix) is not null)
        ? Around(weight, $"graph.Transpose({Below([.. joined.Parts.Select(Columns)])})")
        : Around(weight, $"graph.Weight({NameOf(weight)}, {Tensor(weight)}.t())");

    private static string Below(IReadOnlyList<string> parts) => parts.Count == 1 ? parts[0] : $"graph.ConcatRows({string.Join(", ", parts)})";

    /// <summary>Columns of a matrix as a value of the graph.</summary>
    private string Columns((CellWeight Matrix, StoredRows? Columns) part)
    {
        var matrix = MadeOf(part.Matrix) ?? Weight(part.Matrix);
        return part.Columns is { } columns ? $"graph.Slice({matrix}, {Size(columns.First)}, {Size(columns.Count!)})" : matrix;
    }

    /// <summary>The local of a matrix that is made of others; null for one that is stored.</summary>
    private string? MadeOf(CellWeight matrix) => matrix.Source is ParameterWeight { Parameter: var parameter } && _matrices.TryGetValue(parameter, out var local) ? local : null;

    /// <summary>A weight as a value of the graph.</summary>
    private string Weight(CellWeight weight) => weight.Source is WholeMatrix { IsTransposed: true } matrix
        ? $"graph.Transpose({Weight(new CellWeight(new WholeMatrix(matrix.Parameter, IsTransposed: false), weight.Name, weight.IsMatrix, weight.Extent, weight.Symbol))})"
        : Around(weight, $"graph.Weight({NameOf(weight)}, {Tensor(weight)})");

    /// <summary>A local around the loop with what is made of weights, one for each expression.</summary>
    private string Around(CellWeight weight, string code)
    {
        if (!_weights.TryGetValue(code, out var local))
        {
            _weights.Add(code, local = _locals.Allocate(InferenceNames.Of(weight)));
            _around.Add($"var {local} = {code};");
        }

        return local;
    }

    private static string NameOf(CellWeight weight) => Literal.Of(weight.Name.Length > 0 ? weight.Name : "ones");

    private string Tensor(CellWeight weight)
    {
        _usesWeights |= weight.Source is not Ones;
        return weight.Source switch
        {
            ParameterWeight { Parameter: var parameter } when MatrixRows.Of(parameter) is { } rows =>
                $"{OfParameter(rows.Parameter)}.narrow(0, {Size(CellExtents.Of(CellLength.Sum(rows.Before)))}, {Size(CellExtents.Of(rows.Count))})",
            ParameterWeight { Parameter: var parameter } => OfParameter(parameter),
            WholeMatrix matrix => OfParameter(matrix.Parameter),
            IdentityMatrix identity => $"{_names.Torch}.eye({OfParameter(identity.Like)}.size(0))",
            RepeatedParameter { Parameter: var number } => $"{OfParameter(number)}.expand({Size(weight.Extent)})",
            Ones => $"{_names.Torch}.ones({Size(weight.Extent)})",
            JoinedColumns joined => Joined(joined.Parts.Select(part => Tensor(part.Matrix) + (part.Columns is { } columns ? $".narrow(1, {Size(columns.First)}, {Size(columns.Count!)})" : ""))),
            JoinedSums sums => Joined(sums.Parts.Select(part => part.Vectors.Count == 0
                ? $"{Tensor(sums.Parts.First(other => other.Vectors.Count > 0).Vectors[0])}.new_zeros({Size(part.Length)})"
                : part.Vectors.Skip(1).Aggregate(Tensor(part.Vectors[0]), (sum, vector) => $"{sum}.add({Tensor(vector)}, {_names["Scalars"]}.One)"))),
            StoredWeight stored => $"weights.{Property(stored.Tensor)}" + stored.Rows switch
            {
                null => "",
                { Count: null } row => $".select(0, {row.First})",
                var rows => $".narrow(0, {Size(rows.First)}, {Size(rows.Count)})",
            },
            var source => throw new InvalidOperationException($"A {source.GetType().Name} is no weight of a file."),
        };
    }

    private static string OfParameter(CellParameter parameter) => $"weights[{Literal.Of(parameter.Name.Key)}]";

    /// <summary>The property of the runtime with a tensor of a built-in cell.</summary>
    private static string Property(StoredTensor tensor) => tensor.ToString();

    private string Joined(IEnumerable<string> parts) => parts.ToList() is var all && all.Count == 1 ? all[0] : $"{_names.Torch}.cat([{string.Join(", ", all)}])";

    private string Size(CellExtent extent) => _plan.Width(extent, Polynomial.Symbol(Features)).ToCSharp(name =>
    {
        _usesFeatures |= name == Features;
        return name == Features ? "features" : TorchMembers.SizeField(name);
    });
}
