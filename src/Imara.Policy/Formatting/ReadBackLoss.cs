namespace Imara.Policy.Formatting;

/// <summary>What a read-back says in a way the kernel does not take.</summary>
/// <remarks>docs/reference/policy.md 6.</remarks>
[Flags]
public enum ReadBackLoss
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An id of 2^31 or above is printed as a negative number.</summary>
    SignedId = 1,

    /// <summary>The custom template is printed without a name.</summary>
    CustomTemplate = 2,

    /// <summary>sigv3 is printed before verity.</summary>
    VerityOrder = 4,
}
