using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnDsl.Generator.Equations;

namespace RnnDsl.Generator;

/// <summary>Finds the source location of characters in a text that is written as literals, with any quotes, escapes and indentation.</summary>
internal static class TextLocations
{
    /// <summary>The location of characters of a text; null if the text is not a literal or a sum of literals.</summary>
    public static TextSpan? Find(ExpressionSyntax text, Span characters)
    {
        var places = new List<TextSpan>();
        var value = new System.Text.StringBuilder();
        foreach (var literal in Literals(text))
        {
            if (literal is null)
            {
                return null;
            }

            places.AddRange(Characters(literal));
            value.Append(literal.Token.ValueText);
            if (places.Count != value.Length)
            {
                return null;
            }
        }

        if (characters is { Length: > 0 } && characters.End <= places.Count)
        {
            return TextSpan.FromBounds(places[characters.Start].Start, places[characters.End - 1].End);
        }

        // Missing text has no characters: the location is the last character before it.
        var last = Math.Min(characters.Start, places.Count) - 1;
        while (last >= 0 && char.IsWhiteSpace(value[last]))
        {
            last--;
        }

        return last < 0 ? null : places[last];
    }

    /// <summary>The literals of a sum in their order; null if an operand is something else.</summary>
    private static IEnumerable<LiteralExpressionSyntax?> Literals(ExpressionSyntax text)
    {
        var rest = new Stack<ExpressionSyntax>([text]);
        while (rest.Count > 0)
        {
            switch (rest.Pop())
            {
                case ParenthesizedExpressionSyntax inner:
                    rest.Push(inner.Expression);
                    break;

                case BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression):
                    rest.Push(sum.Right);
                    rest.Push(sum.Left);
                    break;

                case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression):
                    yield return literal;
                    break;

                default:
                    yield return null;
                    break;
            }
        }
    }

    /// <summary>The source position of each character of a literal's value.</summary>
    private static IEnumerable<TextSpan> Characters(LiteralExpressionSyntax literal)
    {
        if (literal.Token.ContainsDiagnostics)
        {
            // An incomplete literal: C# reports it.
            return [];
        }

        var source = literal.Token.Text;
        var characters = literal.Token.Kind() switch
        {
            SyntaxKind.SingleLineRawStringLiteralToken => OneByOne(Quotes(source), source.Length - Quotes(source)),
            SyntaxKind.MultiLineRawStringLiteralToken => RawLines(source),
            _ when source.StartsWith("@", StringComparison.Ordinal) => Verbatim(source),
            _ => Escaped(source),
        };
        return characters.Select(character => new TextSpan(literal.SpanStart + character.Start, character.Length));
    }

    private static int Quotes(string source) => source.Length - source.TrimStart('"').Length;

    private static IEnumerable<TextSpan> OneByOne(int start, int end) =>
        Enumerable.Range(start, Math.Max(end - start, 0)).Select(at => new TextSpan(at, 1));

    private static IEnumerable<TextSpan> Verbatim(string source)
    {
        for (var at = 2; at < source.Length - 1; at++)
        {
            var length = source[at] == '"' ? 2 : 1;
            yield return new TextSpan(at, length);
            at += length - 1;
        }
    }

    private static IEnumerable<TextSpan> Escaped(string source)
    {
        for (var at = 1; at < source.Length - 1;)
        {
            var length = EscapeLength(source, at);
            yield return new TextSpan(at, length);

            // Eight digits may make two characters.
            if (length == 10 && Convert.ToInt64(source.Substring(at + 2, 8), 16) > char.MaxValue)
            {
                yield return new TextSpan(at, length);
            }

            at += length;
        }
    }

    private static int EscapeLength(string source, int at)
    {
        if (source[at] != '\\')
        {
            return 1;
        }

        switch (source[at + 1])
        {
            case 'u':
                return 6;

            case 'U':
                return 10;

            case 'x':
                var digits = 0;
                while (digits < 4 && Uri.IsHexDigit(source[at + 2 + digits]))
                {
                    digits++;
                }

                return 2 + digits;

            default:
                return 2;
        }
    }

    /// <summary>Each line without the indentation of the last one.</summary>
    private static IEnumerable<TextSpan> RawLines(string source)
    {
        var quotes = Quotes(source);
        var end = source.Length - quotes;
        var indentation = end;
        while (indentation > quotes && !IsLineEnd(source[indentation - 1]))
        {
            indentation--;
        }

        var (indent, last) = (end - indentation, BeforeLineEnd(source, indentation));
        var at = quotes;
        while (at < last && !IsLineEnd(source[at]))
        {
            at++;
        }

        at = AfterLineEnd(source, at);
        while (at <= last)
        {
            var line = at;
            while (at < last && !IsLineEnd(source[at]))
            {
                at++;
            }

            var next = at < last ? AfterLineEnd(source, at) : at + 1;
            foreach (var character in OneByOne(Math.Min(line + indent, at), Math.Min(next, last)))
            {
                yield return character;
            }

            at = next;
        }
    }

    private static int AfterLineEnd(string source, int at) => source[at] == '\r' && source[at + 1] == '\n' ? at + 2 : at + 1;

    private static int BeforeLineEnd(string source, int after) => after >= 2 && source[after - 2] == '\r' && source[after - 1] == '\n' ? after - 2 : after - 1;

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
