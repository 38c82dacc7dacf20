using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>How a kernel names the memory that it works on.</summary>
internal sealed class KernelNames : IRowCode
{
    /// <summary>The field of an attention.</summary>
    public const string Attention = "_attention";

    private readonly LoopSchedule _loop;
    private readonly GradientNames _gradients;
    private readonly Dictionary<RowLocation, string> _columns = [];
    private readonly Dictionary<object, string> _fields = [];
    private readonly List<string> _sizes = [];
    private readonly NameAllocator _allocator;

    public KernelNames(LoopSchedule loop)
    {
        (_loop, _gradients) = (loop, new GradientNames(loop.Cell, loop.Backward));
        _allocator = new NameAllocator(loop.Cell.Sizes.Select(size => "_" + size.Name).Append("_size").Append(Attention));
        foreach (var node in loop.Cell.Nodes.Where(node => node.Name.Length > 0 && (node is LeafNode || !loop.Forward.IsInlined(node))))
        {
            _columns[ForwardRows.LocationOf(loop.Forward, node)] = node.Name;
        }

        foreach (var pair in loop.Backward.Saved)
        {
            _columns[new RowLocation(new GradientRow(pair.Value.Buffer), pair.Value.First)] = GradientOf(pair.Key);
        }
    }

    /// <summary>The memory and the matrices that the kernel has fields for, in the order of their first use.</summary>
    public IReadOnlyCollection<object> Fields => _fields.Keys;

    /// <summary>The field of a memory.</summary>
    public string Field(RowMemory memory) => FieldOf(memory is StateRow state ? state with { IsNext = false } : memory is CarriedRow carried ? carried with { IsNext = false } : memory);

    /// <summary>The field of a matrix.</summary>
    public string Field(CellWeight matrix) => FieldOf(matrix);

    /// <summary>The sizes that the kernel has fields for.</summary>
    public IReadOnlyCollection<string> Sizes => _sizes;

    /// <summary>The field of a size.</summary>
    public string Size(string name)
    {
        if (!_sizes.Contains(name))
        {
            _sizes.Add(name);
        }

        return "_" + name;
    }

    /// <summary>An extent.</summary>
    public string Extent(CellExtent extent) => extent.ToString(Size);

    /// <summary>The index of a memory's rows at time step t.</summary>
    public static string Step(RowMemory memory) => memory switch
    {
        StateRow { IsNext: true } => "t + 1",
        CarriedRow { IsNext: true } => "(t + 1) % 2",
        CarriedRow => "t % 2",
        WeightRow or StepRow => "0",
        _ => "t",
    };

    /// <summary>Rows of the worker: _projected.At&lt;T&gt;(t, rows, _size).</summary>
    public string Rows(RowLocation location) => $"{Field(location.Memory)}.At<T>({Step(location.Memory)}, rows{Offset(location)})";

    /// <summary>The first element of columns of a row: _projected.Row&lt;T&gt;(t, row, _size).</summary>
    public string Row(RowLocation location) => $"{Field(location.Memory)}.Row<T>({Step(location.Memory)}, row{Offset(location)})";

    public string Load(string row) => $"TColumns.Load(in {row}, j, columns)";

    public string Store(string value, string row) => $"TColumns.Store({value}, ref {row}, j, columns);";

    /// <summary>What columns are called: after the value that lies there.</summary>
    public string NameOf(RowLocation location) => location.Memory switch
    {
        StateRow { IsNext: true } state => "next" + Identifiers.ToPascalCase(state.State.Name),
        StateRow state => state.State.Name,
        CarriedRow { IsNext: true } carried => carried.State.Name + "GradientAfter",
        CarriedRow carried => carried.State.Name + "Gradient",
        _ when _columns.TryGetValue(location, out var name) => name,
        _ => NameOf(location.Memory),
    };

    /// <summary>The name of a value, or else of the value that it is a part of.</summary>
    public string NameOf(CellNode node) =>
        _loop.Cell.StateOf(node) is { } state ? "next" + Identifiers.ToPascalCase(state.Name)
        : node.Name.Length > 0 ? node.Name
        : _gradients.NameOf(node) + (node is SliceNode or SumNode ? "Sum" : "Part");

    /// <summary>The name of a value's gradient.</summary>
    public string GradientOf(CellNode node) => NameOf(node) + "Gradient";

    /// <summary>A gradient as a formula writes it.</summary>
    public string Symbol(CellNode node)
    {
        // A product that is added to others has their gradient.
        while (node.Symbol.Contains(' ') && _loop.Cell.ReadersOf(node) is { Count: 1 } readers)
        {
            node = readers[0];
        }

        // The pre-activation of a gate without a name of its own: a_f.
        return node is not ProductNode && node.Symbol.Length == 0 && _loop.Cell.ReadersOf(node) is { Count: 1 } of && of[0] is FunctionNode { Symbol.Length: > 0 } gate
            ? "∂a_" + (gate.Symbol.EndsWith("_t", StringComparison.Ordinal) ? gate.Symbol.Substring(0, gate.Symbol.Length - 2) : gate.Symbol)
            : _gradients.Symbol(node, _loop.Backward.Saved.TryGetValue(node, out var region) ? region : null);
    }

    /// <summary>A term of a gradient as a formula writes it.</summary>
    public string Describe(RowTerm term) =>
        (term.Scale == 1 ? "" : term.Scale == -1 ? "-" : Literal.Of(term.Scale) + " ") + string.Join(" ⊙ ", term.Factors.Select(factor => _gradients.Describe(factor.Factor)).Prepend(Symbol(term.Of)));

    private string Offset(RowLocation location) => location.First == CellExtent.Zero ? "" : ", " + Extent(location.First);

    private string FieldOf(object key)
    {
        if (!_fields.TryGetValue(key, out var field))
        {
            _fields.Add(key, field = _allocator.Allocate("_" + (key is CellWeight matrix ? matrix.Name : NameOf((RowMemory)key))));
        }

        return field;
    }

    private string NameOf(RowMemory memory) => memory switch
    {
        GivenRow given => given.Input.Name,
        StateRow state => state.State.Name,
        SavedRow saved => saved.Buffer.Of.Name,
        WeightRow weight => weight.Weight.Name,
        GradientRow gradient => GradientNames.ArrayOf(gradient.Buffer),
        CarriedRow carried => carried.State.Name + "Gradient",
        OutputGradientRow output => output.State.Name + "Given",
        StepRow { IsGradient: true } step => GradientOf(step.Of),
        StepRow step => NameOf(step.Of),
        _ => throw new InvalidOperationException($"A {memory.GetType().Name} has no name."),
    };
}
