using System.Reflection;
using RnnDsl.Examples.Cells;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

/// <summary>A model over a cell of equations, and what its declaration says.</summary>
public sealed record CellModel(Type Type)
{
    private const long Context = 2;

    /// <summary>Cells whose input has the hidden size: they add it to the state, or keep it as a state of each layer of a stack.</summary>
    private static readonly HashSet<Type> SquareCells = [typeof(QuasiRnn), typeof(QuasiRnnFo), typeof(QuasiRnnIfo), typeof(Sru2017), typeof(Sru), typeof(RgLru)];

    public static IEnumerable<CellModel> All =>
        from type in typeof(Grid.ElmanOne).Assembly.GetTypes()
        where type.Namespace == typeof(Grid.ElmanOne).Namespace && type.IsDefined(typeof(SequenceModelAttribute), inherit: false)
        orderby type.MetadataToken
        select new CellModel(type);

    public RecurrentAttribute Declared { get; } = Type.GetCustomAttribute<RecurrentAttribute>()!;

    public CellAttribute Cell => Declared.Cell.GetCustomAttribute<CellAttribute>()!;

    /// <summary>The number of input features of a layer of some size.</summary>
    public long Features(long size, long features = 3) =>
        Type.GetCustomAttribute<FeaturesAttribute>()!.Size is int number ? number : SquareCells.Contains(Declared.Cell) ? size : features;

    /// <summary>Whether its steps are emitted code, which no kernel computes.</summary>
    public bool IsLoop { get; } = Type.GetNestedType("CellLoop", BindingFlags.NonPublic) is not null;

    public bool ReadsFromTheEnd => Declared.Bidirectional || Declared.Reverse;

    public bool IsRandom => Declared is { RecurrentDropout: > 0 } or { Zoneout: > 0 };

    /// <summary>The names of the states, the output first.</summary>
    public string[] States { get; } = [.. Type.GetNestedType("State")!.GetConstructors().OrderByDescending(made => made.GetParameters().Length).First().GetParameters().Select(parameter => parameter.Name!)];

    public IModelUnderTest Create(long features, long size, ScalarType dtype = ScalarType.Float64)
    {
        var sizes = Type.GetConstructors().Single().GetParameters().Where(parameter => parameter.ParameterType == typeof(long)).Select(parameter => (object)(parameter.Name switch
        {
            "features" => features,
            "size" => size,
            _ => Context,
        }));
        var module = Activator.CreateInstance(Type, [.. sizes, null, dtype])!;
        return (IModelUnderTest)Activator.CreateInstance(typeof(ModelUnderTest<,>).MakeGenericType(Type, Type.GetNestedType("State")!), module)!;
    }

    /// <summary>How long the states are.</summary>
    public long[] StateSizes(long size)
    {
        return [.. States.Select(state => SizesOf(state, size) switch { null => size, (var rows, var columns) => rows * columns })];
    }

    /// <summary>The sizes of a state that <c>States</c> gives, or of a matrix that an equation makes of an outer product; one column for a vector; null for the hidden size.</summary>
    private (long Rows, long Columns)? SizesOf(string state, long size)
    {
        if (SizesIn(Cell.States).FirstOrDefault(entry => EquationCell.PropertyOf(entry.Key) == state).Value is { } given)
        {
            return given.Matrix is var (rows, columns) ? (Of(rows), Of(columns)) : (Of(given.Size), 1);
        }

        var equation = EquationParser.Parse(Cell.Equations, new EquationDiagnostics(), Cell.Time?[0] ?? 't').FirstOrDefault(equation => EquationCell.PropertyOf(equation.Target.Name.Key) == state);
        return equation is not null && HasOuterProduct(equation.Value) ? (size, size) : null;

        long Of(CellLength length) => length.Parts[0] switch
        {
            CellLength.HiddenPart => size,
            var part when long.TryParse(part, out var number) => number,
            _ => Context,
        };

        static bool HasOuterProduct(Expression expression) =>
            expression is BinaryExpression { Operator: BinaryOperator.Product, Right: TransposeExpression } || Expressions.Parts(expression).Any(HasOuterProduct);
    }

    private static Dictionary<string, StateSize> SizesIn(string? text, bool hasNumbers = false) => Generator.Equations.Typing.StateSizes.Read(text, (_, why) => throw new InvalidOperationException(why), hasNumbers);

    public Tensor[] DrawStates(Draw draw, int batch, long size) =>
        [.. StateSizes(size).Select(length => draw.Normal(Declared.Layers * (Declared.Bidirectional ? 2 : 1), batch, length))];

    /// <summary>The equations over a model's parameters.</summary>
    internal PaperEquations Equations(nn.Module module, long size)
    {
        var named = module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        // A constant is an equation of a number.
        var constants = EquationParser.Parse((Cell.Constants ?? "").Replace(',', '\n'), new EquationDiagnostics());
        var written = TimeSteps.Resolve(EquationParser.Parse(Cell.Equations, new EquationDiagnostics(), Cell.Time?[0] ?? 't'), CellNotation.Default, new EquationDiagnostics());
        (string, long)[] inputs = [.. SizesIn(Cell.Inputs, hasNumbers: true).Select(part => (part.Key, part.Value.IsNumber ? 1 : Context))];
        EquatableArray<Equation> equations = new([.. constants, .. written]);
        (string, long, long)[] states = [.. States.Select(state => SizesOf(state, size) is var (rows, columns) ? (state, rows, columns) : (state, size, 1L))];
        return new PaperEquations(Declared, _ => throw new InvalidOperationException("The cell has its own weights."), (suffix, masks, row) =>
            new EquationCell(equations, inputs, states, key => key == "I" ? eye(size, dtype: ScalarType.Float64) : named[$"cell.{key}{suffix}"], [.. States.Select(_ => Declared.Zoneout)], masks, row));
    }

    internal PaperMasks Masks(long seed, Tensor input, long size) =>
        PaperMasks.DrawOwn(seed, Declared, StateSizes(size), [.. States.Select(_ => true)], input.size(0), input.size(1));

    public override string ToString() => Type.Name;
}
