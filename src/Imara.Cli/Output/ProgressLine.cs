using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>A line on standard error that shows how far something is: on a terminal only, and only after a second.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int FirstAfter = 1000;
    private const int Every = 250;

    private readonly Report report;
    private readonly Timer? timer;
    private readonly Lock gate = new();
    private bool isShown;
    private bool isOver;

    /// <summary>Begins to wait.</summary>
    /// <param name="report">Where it is shown.</param>
    /// <param name="text">What to show at a moment.</param>
    public ProgressLine(Report report, Func<string> text)
    {
        this.report = report;
        if (!report.Quiet && StandardDescriptors.IsTerminal(2))
        {
            timer = new Timer(_ => Show(text()), null, FirstAfter, Every);
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            if (isShown)
            {
                report.Overwrite(string.Empty);
            }
        }

        timer?.Dispose();
    }

    private void Show(string text)
    {
        lock (gate)
        {
            if (!isOver)
            {
                isShown = true;
                report.Overwrite(text);
            }
        }
    }
}
