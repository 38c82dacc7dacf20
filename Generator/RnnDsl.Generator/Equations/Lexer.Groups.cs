namespace RnnDsl.Generator.Equations;

/// <summary>Lexes braces and powers.</summary>
internal sealed partial class Lexer
{
    /// <summary>{\bf z}_t is a name; other braces group.</summary>
    private void ReadBrace()
    {
        var (start, end) = (_at, EndOfGroup(_at));
        var isName = end > 0 && ((Next == '\\' && Latex.IsSwitch(ReadWord(_at + 2))) || At(end) is '_' or '^' or '\'' || IsSubscript(At(end))) && !_labels.Contains(end);
        if (isName && ReadGroup(0) is { Length: > 0 } letters && char.IsLetter(letters, 0))
        {
            _at = start;
            ReadName();
            return;
        }

        _at = start;
        _openBraces++;
        Sign(TokenKind.OpenGroup, 1);
    }

    /// <summary>Whether a value ends directly before this position: a name reads its superscript itself.</summary>
    private bool FollowsValue() => _tokens.Count > 0 && _tokens[_tokens.Count - 1] is var last && last.Span.End == _at
        && last.Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseGroup or TokenKind.Number;

    /// <summary>(a)^2, (a)^{b}</summary>
    private void ReadPower()
    {
        if (Current != '^')
        {
            // a²
            _tokens.Add(new Token(TokenKind.Power, new Span(_at, 0)));
            _tokens.Add(new Token(TokenKind.Number, new Span(_at, 1)) { Value = Current == '²' ? 2 : 3 });
            _at++;
        }
        else if (TransposeLength() is > 0 and var length)
        {
            Sign(TokenKind.Transpose, length);
        }
        else if (Next == '{')
        {
            Sign(TokenKind.Power, 1);
            _openBraces++;
            Sign(TokenKind.OpenGroup, 1);
        }
        else if (IsDigit(Next))
        {
            Sign(TokenKind.Power, 1);
            _tokens.Add(new Token(TokenKind.Number, new Span(_at, 1)) { Value = Current - '0' });
            _at++;
        }
        else
        {
            RefuseSign(1, Next == '+' ? UnknownSigns.PositivePart : UnknownSigns.Power);
        }
    }

    /// <summary>The length of ^⊤, ^T, ^{\top} and the like behind a bracket; 0 where there is none.</summary>
    private int TransposeLength()
    {
        var isInBraces = Next == '{';
        var start = _at + (isInBraces ? 2 : 1);
        var length = At(start) is '⊤' || (At(start) == 'T' && !IsNamePart(start + 1)) ? 1
            : IsWord(start, "\\top") ? "\\top".Length
            : IsWord(start, "\\intercal") ? "\\intercal".Length
            : 0;
        return length == 0 || (isInBraces && At(start + length) != '}') ? 0 : start + length + (isInBraces ? 1 : 0) - _at;
    }
}
