import { Component, Suspense } from 'react'
import { ProblemBox } from '../common/problem_box.tsx'

interface State {
  error: unknown
}

// A screen being fetched, or that could not be; a fault in one never takes the frame and its banner away.
export class Screen extends Component<{ children: React.ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    if (this.state.error === null) {
      return (
        <Suspense
          fallback={
            <p className="screen-loading quiet" role="status">
              Loading…
            </p>
          }
        >
          {this.props.children}
        </Suspense>
      )
    }
    return (
      <div className="lonely">
        <h1>This screen can not be shown</h1>
        <ProblemBox
          error={this.state.error}
          action={
            <button type="button" className="button" onClick={() => location.reload()}>
              Load the page again
            </button>
          }
        />
        <p className="quiet">What you were writing is kept.</p>
      </div>
    )
  }
}
