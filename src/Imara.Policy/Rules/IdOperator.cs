namespace Imara.Policy.Rules;

/// <summary>How an id is compared; unsigned.</summary>
public enum IdOperator : byte
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>&gt;</c>, strict</summary>
    Greater,

    /// <summary><c>&lt;</c>, strict</summary>
    Less,
}
