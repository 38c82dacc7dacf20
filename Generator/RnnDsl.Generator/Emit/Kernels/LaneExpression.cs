namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>An expression of lanes, and how strongly it binds.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Binding">0 for sums, 1 for products, 2 for all that needs no parentheses.</param>
internal sealed record LaneExpression(string Text, int Binding = 2)
{
    public static LaneExpression Constant(double value) => new($"TLane.Constant({Literal.Of(value)})");

    public static LaneExpression operator +(LaneExpression left, LaneExpression right) => new($"{left.Text} + {right.Text}", 0);

    public static LaneExpression operator -(LaneExpression left, LaneExpression right) => new($"{left.Text} - {right.In(1)}", 0);

    public static LaneExpression operator *(LaneExpression left, LaneExpression right) => new($"{left.In(1)} * {right.In(2)}", 1);

    public static LaneExpression operator /(LaneExpression left, LaneExpression right) => new($"{left.In(1)} / {right.In(2)}", 1);

    public static LaneExpression operator -(LaneExpression value) => new("-" + value.In(2), 1);

    public static LaneExpression Call(string function, params LaneExpression[] arguments) => new($"{function}({string.Join(", ", arguments.Select(argument => argument.Text))})");

    /// <summary>As an operand that must bind at least so strongly.</summary>
    private string In(int binding) => Binding < binding ? $"({Text})" : Text;
}
