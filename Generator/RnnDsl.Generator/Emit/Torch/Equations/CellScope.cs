using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>The names in a method that computes a user-defined cell: its parameters, its sizes and its values.</summary>
internal sealed class CellScope
{
    private readonly TypeNames _names;
    private readonly NameAllocator _locals;
    private readonly Dictionary<CellParameter, string> _parameters = [];
    private readonly Dictionary<CellParameter, (string Local, string Formula)> _matrices = [];
    private readonly Dictionary<CellWeight, string> _dropped = [];
    private readonly HashSet<string> _sizes = [];
    private readonly Recurrence _recurrence;
    private readonly string _like;

    /// <param name="recurrence">The layer of the cell.</param>
    /// <param name="scalars">The numbers that expressions compute with.</param>
    /// <param name="names">How types are written.</param>
    /// <param name="taken">The names that the method has already.</param>
    /// <param name="like">A tensor of the method.</param>
    /// <param name="batch">The sizes before the last one, as code.</param>
    /// <param name="hasAllSteps">Whether values are those of all steps at once.</param>
    public CellScope(Recurrence recurrence, LoopScalars scalars, TypeNames names, IEnumerable<string> taken, string like, string batch, bool hasAllSteps = false)
    {
        var cell = recurrence.Operation.UserCell!.Typed;
        (_recurrence, _names, _like) = (recurrence, names, like);
        _locals = new NameAllocator(taken
            .Concat(ScopeNames.Cell)
            .Concat(TorchNames.Types.Keys)
            .Concat(TorchNames.Names.MembersOf(recurrence.Layer.Property))
            .Concat(cell.NamedSizes.Select(CellExtents.NameOf)));
        Facts = new ValueFacts(cell);
        Nodes = new EquationNodes(cell, Facts);
        Printer = new NodePrinter(scalars, names, Weight, batch, -1) { Linear = hasAllSteps ? names["LinearProjection"] + ".Of" : names.Nn + ".functional.linear" };
        foreach (var parameter in cell.Parameters)
        {
            _parameters.Add(parameter, Allocate(parameter.Name.Key));
        }

        // Their formulas are printed at once: by then the numbers in them are known.
        foreach (var matrix in cell.Matrices)
        {
            _matrices.Add(matrix, (Allocate(matrix.Name.Key), Print(matrix.Formula!)));
        }
    }

    /// <summary>The values that are computed before a loop.</summary>
    public EquationNodes Nodes { get; }

    public NodePrinter Printer { get; }

    /// <summary>The dependencies of the cell's values.</summary>
    public ValueFacts Facts { get; }

    /// <summary>The sizes in expressions so far.</summary>
    public IEnumerable<string> Sizes => _sizes
        .Union(_recurrence.Operation.UserCell!.Typed.NamedSizes.Append(CellLength.HiddenPart).Append(CellLength.FeaturesPart).Where(size => Printer.Sizes.Contains(CellExtents.NameOf(size))))
        .OrderBy(size => size == CellLength.HiddenPart ? "" : size, StringComparer.Ordinal);

    /// <summary>A unique local of the method.</summary>
    public string Allocate(string name) => _locals.Allocate(name);

    public string this[CellParameter parameter] => _matrices.TryGetValue(parameter, out var matrix) ? matrix.Local : _parameters[parameter];

    /// <summary>How a weight is written: as the local of its parameter; null for a normalisation's gain of ones.</summary>
    public string? Weight(CellWeight weight) => weight.Source switch
    {
        ParameterWeight parameter => this[parameter.Parameter],
        WholeMatrix { IsTransposed: true } matrix => $"{_parameters[matrix.Parameter]}.t()",
        WholeMatrix matrix => _parameters[matrix.Parameter],
        MatrixRows rows => $"{_parameters[rows.Parameter]}.narrow(0, {Length(rows.Before)}, {Length([rows.Count])})",
        IdentityMatrix { Like: var like } => $"{_names.Torch}.eye({_parameters[like]}.size(0), dtype: {_parameters[like]}.dtype, device: {_parameters[like]}.device)",
        RepeatedParameter number => $"{_parameters[number.Parameter]}.expand({Length([number.Length])})",
        Ones { IsGain: true } => null,
        Ones ones => $"{_like}.new_ones({Length([ones.Length])})",
        _ => _dropped[weight],
    };

    /// <summary>The local of a weight that is made of parameters.</summary>
    public string Declare(CellWeight weight)
    {
        _dropped.Add(weight, Allocate(weight.Name));
        return _dropped[weight];
    }

    /// <summary>A value as an expression, or its local.</summary>
    public string Print(CellValue value) => value is NumberValue number ? Printer.Scalars[number.Value] : Printer.Print(Nodes[value]);

    /// <summary>A value as a factor, or as what a method is called on.</summary>
    public string Within(CellValue value) => value is NumberValue ? Print(value) : Printer.Within(Nodes[value]);

    /// <summary>A length as code.</summary>
    public string Length(IEnumerable<CellLength> lengths)
    {
        var parts = lengths.SelectMany(length => length.Parts).GroupBy(part => part).Select(same =>
        {
            if (long.TryParse(same.Key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                return Literal.Of(number * same.Count());
            }

            var factors = CellLength.Factors(same.Key);
            _sizes.UnionWith(factors.Where(factor => !char.IsDigit(factor[0])));
            var size = string.Join(" * ", factors.Select(factor => char.IsDigit(factor[0]) ? factor : CellExtents.NameOf(factor)));
            return same.Count() == 1 ? size : $"{Literal.Of(same.Count())} * {size}";
        }).ToList();
        return parts.Count == 0 ? "0" : string.Join(" + ", parts);
    }

    /// <summary>The columns of a matrix that a product takes.</summary>
    public string Columns(ProductTerm term) => Scaled(term.Scale, term.IsWhole ? this[term.Matrix]
        : $"{this[term.Matrix]}.narrow(1, {Length(term.Before)}, {Length([term.Columns])})");

    /// <summary>Matrices one below the other.</summary>
    public string Rows(IReadOnlyList<IReadOnlyList<ProductTerm>> rows) => Join(rows.Select(terms => Sum([.. terms.Select(Columns)])).ToList());

    /// <summary>A sum of vectors.</summary>
    public string Vector(VectorSum sum)
    {
        var parts = sum.Parts.Select(part => Scaled(part.Scale, part.Scale == 1 ? Print(part.Value) : Within(part.Value)))
            .Concat(sum.Products.Select(term => $"{_names.Nn}.functional.linear({Print(term.Operand)}, {Columns(term)})"))
            .Concat(sum.Number == 0 ? [] : [Printer.Scalars[sum.Number]]);
        return Sum([.. parts]);
    }

    /// <summary>A sum of terms. A product of a number has no methods without parentheses.</summary>
    public string Sum(IReadOnlyList<string> terms) =>
        terms.Count > 1 && !CanBeCalled(terms[0]) ? Printer.Scalars.Sum(terms.Skip(1).Prepend($"({terms[0]})")) : Printer.Scalars.Sum(terms);

    private static bool CanBeCalled(string term)
    {
        var depth = 0;
        foreach (var character in term)
        {
            depth += character is '(' or '[' ? 1 : character is ')' or ']' ? -1 : 0;
            if (depth == 0 && character is ' ' or '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Biases one after the other, zeros where there are none; null where there are none at all.</summary>
    public string? Biases(IReadOnlyList<(CellLength Length, VectorSum? Sum)> parts, string like) => parts.All(part => part.Sum is null)
        ? null
        : Join(parts.Select(part => part.Sum is { } sum ? Vector(sum) : Zeros(part.Length, like)).ToList());

    /// <summary>Gains one after the other, ones where there are none.</summary>
    public string Gains(IReadOnlyList<(CellLength Length, VectorSum? Sum)> parts, string like) =>
        Join(parts.Select(part => part.Sum is { } sum ? Vector(sum) : $"{like}.new_ones({Length([part.Length])})").ToList());

    public string Zeros(CellLength length, string like) => $"{like}.new_zeros({Length([length])})";

    public string Join(IReadOnlyList<string> parts) => parts.Count == 1 ? parts[0] : $"{_names.Torch}.cat([{string.Join(", ", parts)}])";

    public string Scaled(double scale, string text) => scale switch
    {
        1 => text,
        -1 => "-" + text,
        _ => $"{Printer.Scalars[scale]} * {text}",
    };

    /// <summary>Writes the locals of the parameters.</summary>
    public void DeclareParameters(SourceWriter writer)
    {
        foreach (var pair in _parameters)
        {
            writer.Line($"var {pair.Value} = weights[{Literal.Of(pair.Key.Name.Key)}];");
        }
    }

    /// <summary>Writes the locals of the matrices that are made of parameters, which may read sizes.</summary>
    public void DeclareMatrices(SourceWriter writer)
    {
        foreach (var pair in _matrices)
        {
            writer.Line($"var {pair.Value.Local} = {pair.Value.Formula}; // {pair.Key.Name.Display}");
        }
    }

    /// <summary>A size that no state has: that of a parameter, or the one that the layer gives.</summary>
    private string SizeOf(string size) => InParameters(CellLength.Of(size)) ?? ConstructorEmitter.StoredSize(_recurrence.Operation.CellSizes.First(given => given.Name == size).Size);

    private string? InParameters(CellLength size) => _parameters.Where(pair => pair.Key.Rows.Length!.IsAlways(size)).Select(pair => $"{pair.Value}.size(0)")
        .Concat(_parameters.Where(pair => pair.Key.IsMatrix && pair.Key.Columns.Length!.IsAlways(size)).Select(pair => $"{pair.Value}.size(1)")).FirstOrDefault();

    /// <summary>Writes the locals of the sizes that expressions speak of.</summary>
    /// <param name="cell">Whose sizes.</param>
    /// <param name="state">Where a state of the cell lies, by its index.</param>
    /// <param name="sequence">What is read.</param>
    /// <param name="writer">Where to.</param>
    public void DeclareSizes(TypedCell cell, Func<int, string> state, string sequence, SourceWriter writer)
    {
        foreach (var size in Sizes)
        {
            var index = cell.States.ToList().FindIndex(symbol => symbol.Length.IsAlways(CellLength.Of(size)));
            writer.Line($"var {CellExtents.NameOf(size)} = {(size == CellLength.FeaturesPart ? $"{sequence}.size(-1)" : index < 0 ? SizeOf(size) : $"{state(index)}.size(-1)")};");
        }
    }
}
