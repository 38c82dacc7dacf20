namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>A vector, with operations in plain loops.</summary>
internal sealed class Vector(double[] elements)
{
    public double[] Elements => elements;

    public static implicit operator Vector(double number) => new([number]);

    public static Vector operator +(Vector a, Vector b) => Zip(a, b, static (x, y) => x + y);

    public static Vector operator -(Vector a, Vector b) => Zip(a, b, static (x, y) => x - y);

    public static Vector operator -(Vector a) => a.Map(static x => -x);

    public static Vector operator *(Vector a, Vector b) => Zip(a, b, static (x, y) => x * y);

    public static Vector operator /(Vector a, Vector b) => Zip(a, b, static (x, y) => x / y);

    public Vector Map(Func<double, double> function)
    {
        var result = new double[elements.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(elements[i]);
        }

        return new Vector(result);
    }

    public static Vector Zip(Vector a, Vector b, Func<double, double, double> function)
    {
        var (left, right) = (a.Elements, b.Elements);
        if (left.Length != right.Length && left.Length != 1 && right.Length != 1)
        {
            throw new InvalidOperationException($"{left.Length} and {right.Length} elements are combined.");
        }

        var result = new double[Math.Max(left.Length, right.Length)];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]);
        }

        return new Vector(result);
    }
}

/// <summary>A weight matrix.</summary>
internal sealed class Matrix(double[,] elements)
{
    public static Vector operator *(Matrix matrix, Vector vector) => matrix.Times(vector);

    public static Matrix operator -(Matrix a, Matrix b) => a.With((row, column, element) => element - b[row, column]);

    public static Matrix operator *(double factor, Matrix matrix) => matrix.With((_, _, element) => factor * element);

    public double this[int row, int column] => elements[row, column];

    public int Count => elements.GetLength(0);

    public Matrix Transpose()
    {
        var result = new double[elements.GetLength(1), elements.GetLength(0)];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = elements[column, row];
            }
        }

        return new Matrix(result);
    }

    public Matrix With(Func<int, int, double, double> element)
    {
        var result = new double[elements.GetLength(0), elements.GetLength(1)];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = element(row, column, elements[row, column]);
            }
        }

        return new Matrix(result);
    }

    /// <summary>1 on the diagonal, of the size of a matrix.</summary>
    public static Matrix Identity(Matrix like) => like.With(static (row, column, _) => row == column ? 1 : 0);

    private Vector Times(Vector vector)
    {
        if (vector.Elements.Length != elements.GetLength(1))
        {
            throw new InvalidOperationException($"A matrix of {elements.GetLength(1)} columns multiplies {vector.Elements.Length} elements.");
        }

        var result = new double[elements.GetLength(0)];
        for (var row = 0; row < result.Length; row++)
        {
            for (var column = 0; column < vector.Elements.Length; column++)
            {
                result[row] += elements[row, column] * vector.Elements[column];
            }
        }

        return new Vector(result);
    }
}

/// <summary>The functions of papers.</summary>
internal static class Functions
{
    public static Vector Sigmoid(Vector a) => a.Map(static x => 1 / (1 + Math.Exp(-x)));

    public static Vector Tanh(Vector a) => a.Map(Math.Tanh);

    public static Vector Relu(Vector a) => a.Map(static x => x > 0 ? x : 0);

    public static Vector Exp(Vector a) => a.Map(Math.Exp);

    public static Vector Softplus(Vector a) => a.Map(static x => Math.Log(1 + Math.Exp(x)));

    public static Vector Sqrt(Vector a) => a.Map(Math.Sqrt);

    public static Vector LayerNorm(Vector a)
    {
        var (mean, variance) = (a.Elements.Average(), 0.0);
        foreach (var x in a.Elements)
        {
            variance += (x - mean) * (x - mean) / a.Elements.Length;
        }

        return a.Map(x => (x - mean) / Math.Sqrt(variance + 1e-5));
    }

    public static Vector Join(params Vector[] parts) => new([.. parts.SelectMany(static part => part.Elements)]);

    public static Vector Softmax(Vector a)
    {
        var exponentials = Exp(a);
        return exponentials / exponentials.Elements.Sum();
    }

    public static Vector Dot(Vector a, Vector b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Elements.Length; i++)
        {
            sum += a.Elements[i] * b.Elements[i];
        }

        return sum;
    }

    /// <summary>A matrix of a state, row after row.</summary>
    public static Vector Outer(Vector a, Vector b)
    {
        var elements = new List<double>();
        foreach (var x in a.Elements)
        {
            elements.AddRange((x * b).Elements);
        }

        return new Vector([.. elements]);
    }

    public static Vector Times(Vector matrix, Vector vector)
    {
        var width = vector.Elements.Length;
        var result = new double[matrix.Elements.Length / width];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = Dot(new Vector(matrix.Elements[(row * width)..((row + 1) * width)]), vector).Elements[0];
        }

        return new Vector(result);
    }

    public static Vector TransposedTimes(Vector matrix, Vector vector)
    {
        var width = matrix.Elements.Length / vector.Elements.Length;
        var result = new double[width];
        for (var row = 0; row < vector.Elements.Length; row++)
        {
            for (var column = 0; column < width; column++)
            {
                result[column] += matrix.Elements[(row * width) + column] * vector.Elements[row];
            }
        }

        return new Vector(result);
    }
}
