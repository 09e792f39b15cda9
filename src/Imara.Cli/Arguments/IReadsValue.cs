namespace Imara.Cli.Arguments;

/// <summary>An option that knows by itself what it takes.</summary>
internal interface IReadsValue
{
    /// <summary>Why a value cannot be taken, naming the option; null if it can.</summary>
    string? WhyNot(string value);
}
