namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots whose init wants a policy that is not there.</summary>
public sealed class RequiredBoots : GuestBoots
{
    /// <inheritdoc/>
    protected override GuestBoot Boot(string series) => new(series, "required", "", tpm: false);
}
