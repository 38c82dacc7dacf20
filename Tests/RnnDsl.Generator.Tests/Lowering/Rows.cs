using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>
/// Numbers as [rows, columns]: a value of a step with a row for each sequence of the batch, or a matrix of weights. A vector of weights is one row, which operations repeat
/// for every sequence; a constant is one number, which they repeat for every column too.
/// </summary>
internal sealed class Rows(int count, int width)
{
    public int Count => count;

    public int Width => width;

    /// <summary>Row by row.</summary>
    public double[] Values { get; private init; } = new double[count * width];

    public double this[int row, int column]
    {
        get => Values[(row * width) + column];
        set => Values[(row * width) + column] = value;
    }

    public static Rows Constant(double value, int count = 1, int width = 1) => Of(count, width, () => value);

    public static Rows Of(int count, int width, Func<double> next)
    {
        var rows = new Rows(count, width);
        for (var i = 0; i < rows.Values.Length; i++)
        {
            rows.Values[i] = next();
        }

        return rows;
    }

    public static Rows operator +(Rows left, Rows right) => Zip(left, right, static (a, b) => a + b);

    public static Rows operator -(Rows left, Rows right) => Zip(left, right, static (a, b) => a - b);

    /// <summary>Elementwise.</summary>
    public static Rows operator *(Rows left, Rows right) => Zip(left, right, static (a, b) => a * b);

    public static Rows operator *(double scale, Rows rows) => rows.Map(value => scale * value);

    public static Rows operator /(Rows left, Rows right) => Zip(left, right, static (a, b) => a / b);

    public static Rows Zip(Rows left, Rows right, Func<double, double, double> function)
    {
        if ((left.Width != right.Width && left.Width != 1 && right.Width != 1) || (left.Count != right.Count && left.Count != 1 && right.Count != 1))
        {
            throw new InvalidOperationException($"{left} and {right} do not agree.");
        }

        var result = new Rows(Math.Max(left.Count, right.Count), Math.Max(left.Width, right.Width));
        for (var row = 0; row < result.Count; row++)
        {
            for (var column = 0; column < result.Width; column++)
            {
                result[row, column] = function(left.Repeated(row, column), right.Repeated(row, column));
            }
        }

        return result;
    }

    /// <summary>One value where a condition holds, another one elsewhere.</summary>
    public static Rows Select(SelectionKind comparison, Rows left, Rows right, Rows then, Rows otherwise)
    {
        var holds = Zip(left, right, (a, b) => comparison.Holds(a, b) ? 1 : 0);
        var result = Zip(holds, Zip(then, otherwise, static (_, _) => 0), static (_, _) => 0);
        for (var row = 0; row < result.Count; row++)
        {
            for (var column = 0; column < result.Width; column++)
            {
                result[row, column] = (holds.Repeated(row, column) > 0 ? then : otherwise).Repeated(row, column);
            }
        }

        return result;
    }

    /// <summary>Side by side.</summary>
    public static Rows Join(IReadOnlyList<Rows> items)
    {
        var result = new Rows(items.Max(item => item.Count), items.Sum(item => item.Width));
        var first = 0;
        foreach (var item in items)
        {
            result.SetColumns(first, item);
            first += item.Width;
        }

        return result;
    }

    /// <summary>One below the other.</summary>
    public static Rows Stack(IReadOnlyList<Rows> items) =>
        new(items.Sum(item => item.Count), items[0].Width) { Values = [.. items.SelectMany(item => item.Values)] };

    public Rows Map(Func<double, double> function) => new(count, width) { Values = Array.ConvertAll(Values, value => function(value)) };

    public Rows Copy() => new(count, width) { Values = (double[])Values.Clone() };

    /// <summary>A row for each sequence.</summary>
    public Rows Expand(int batch) => count == batch ? this : Zip(this, new Rows(batch, width), static (value, _) => value);

    public Rows Columns(int first, int number)
    {
        var result = new Rows(count, number);
        for (var row = 0; row < count; row++)
        {
            Array.Copy(Values, (row * width) + first, result.Values, row * number, number);
        }

        return result;
    }

    public Rows Part(int firstRow, int number) => new(number, width) { Values = Values[(firstRow * width)..((firstRow + number) * width)] };

    /// <summary>Writes columns; one row is written into all.</summary>
    public void SetColumns(int first, Rows columns)
    {
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < columns.Width; column++)
            {
                this[row, first + column] = columns.Repeated(row, column);
            }
        }
    }

    /// <summary>this · matrix</summary>
    public Rows Times(Rows matrix)
    {
        var result = new Rows(count, matrix.Width);
        for (var row = 0; row < count; row++)
        {
            for (var inner = 0; inner < width; inner++)
            {
                for (var column = 0; column < matrix.Width; column++)
                {
                    result[row, column] += this[row, inner] * matrix[inner, column];
                }
            }
        }

        return result;
    }

    /// <summary>The outer product of each row of this with that of another: elements i and j at i × width + j.</summary>
    public Rows Outer(Rows other)
    {
        var result = new Rows(Math.Max(count, other.Count), width * other.Width);
        for (var row = 0; row < result.Count; row++)
        {
            for (var i = 0; i < width; i++)
            {
                for (var j = 0; j < other.Width; j++)
                {
                    result[row, (i * other.Width) + j] = this[count == 1 ? 0 : row, i] * other[other.Count == 1 ? 0 : row, j];
                }
            }
        }

        return result;
    }

    /// <summary>The product of the matrix that each row of this holds, or of its transpose, with that row of vectors.</summary>
    public Rows Contract(Rows vectors, bool isTransposed)
    {
        var (inner, outer) = (vectors.Width, width / vectors.Width);
        var result = new Rows(Math.Max(count, vectors.Count), outer);
        for (var row = 0; row < result.Count; row++)
        {
            for (var i = 0; i < outer; i++)
            {
                for (var j = 0; j < inner; j++)
                {
                    result[row, i] += this[count == 1 ? 0 : row, isTransposed ? (j * outer) + i : (i * inner) + j] * vectors[vectors.Count == 1 ? 0 : row, j];
                }
            }
        }

        return result;
    }

    /// <summary>The sums of the columns.</summary>
    public Rows SumOfColumns() => Contract(Constant(1, 1, width), isTransposed: false);

    public static Rows Identity(int size)
    {
        var result = new Rows(size, size);
        for (var i = 0; i < size; i++)
        {
            result[i, i] = 1;
        }

        return result;
    }

    public Rows Transpose()
    {
        var result = new Rows(width, count);
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < width; column++)
            {
                result[column, row] = this[row, column];
            }
        }

        return result;
    }

    /// <summary>The sum of the rows.</summary>
    public Rows Sum() => Constant(1, 1, count).Times(this);

    /// <summary>The sum of the products of all elements.</summary>
    public double Dot(Rows other) => Values.Zip(other.Values, static (a, b) => a * b).Sum();

    public double Largest => Values.Max(Math.Abs);

    public override string ToString() => FormattableString.Invariant($"[{count} × {width}]");

    private double Repeated(int row, int column) => Values[((count == 1 ? 0 : row) * width) + (width == 1 ? 0 : column)];
}
