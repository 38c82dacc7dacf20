namespace RnnDsl.Generator.Equations;

/// <summary>Finds left sides of several names: [i_t; f_t] = a, (i_t, f_t) = a and i_t, f_t = a.</summary>
internal static class StackedTargets
{
    /// <summary>The maximum number of values of one equation; bounds the work for hostile texts.</summary>
    public const int MostTargets = 64;

    /// <summary>The maximum number of brackets around them, as in \left[ \begin{matrix}.</summary>
    private const int MostBrackets = 4;

    /// <summary>The position of the '=' behind several names; -1 where no such left side begins.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="at">Where it would begin.</param>
    public static int EqualsAt(IReadOnlyList<Token> tokens, int at)
    {
        var closes = new Stack<TokenKind>();
        for (; closes.Count < MostBrackets && CloseOf(tokens[at].Kind) is { } close; at++)
        {
            closes.Push(close);
        }

        var isInBrackets = closes.Count > 0;
        for (var count = 1; count <= MostTargets && tokens[at].Kind == TokenKind.Name; count++)
        {
            at++;
            if (count > 1 && IsClosed())
            {
                while (closes.Count > 0)
                {
                    closes.Pop();
                    at++;
                }

                return tokens[at].Kind == TokenKind.Equals ? at : -1;
            }

            if (!IsSeparator(tokens[at], isInBrackets))
            {
                return -1;
            }

            at++;
            at += tokens[at].Kind == TokenKind.EndOfLine && isInBrackets ? 1 : 0;
        }

        return -1;

        bool IsClosed() => closes.Count == 0 ? tokens[at].Kind == TokenKind.Equals : closes.Select((close, i) => tokens[Math.Min(at + i, tokens.Count - 1)].Kind == close).All(isClose => isClose);
    }

    public static bool IsSeparator(Token token, bool isInBrackets) => token.Kind == TokenKind.Comma || (isInBrackets && (token.Kind == TokenKind.Semicolon || token is { Kind: TokenKind.EndOfLine, IsBreak: true }));

    private static TokenKind? CloseOf(TokenKind open) => open switch
    {
        TokenKind.OpenBracket => TokenKind.CloseBracket,
        TokenKind.OpenParenthesis => TokenKind.CloseParenthesis,
        TokenKind.OpenGroup => TokenKind.CloseGroup,
        _ => null,
    };
}
